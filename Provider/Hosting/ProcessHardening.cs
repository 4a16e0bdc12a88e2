using System.Runtime.InteropServices;

namespace Provider.Hosting;

/// <summary>Protects the process's memory: no core dumps, and no access by other processes of its user.</summary>
internal static partial class ProcessHardening
{
    private const int SetDumpable = 4;
    private const int CoreSize = 4;

    /// <summary>Returns the calls that failed. The provider still serves: this is defense in depth.</summary>
    public static IReadOnlyList<string> Apply()
    {
        var refused = new List<string>();
        var none = default(ResourceLimit);
        if (SetResourceLimit(CoreSize, in none) != 0)
        {
            refused.Add("RLIMIT_CORE");
        }

        // Also closes /proc/PID/mem and ptrace to processes of the same user (prctl(2), PR_SET_DUMPABLE).
        if (Control(SetDumpable, 0, 0, 0, 0) != 0)
        {
            refused.Add("PR_SET_DUMPABLE");
        }

        return refused;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, in ResourceLimit limit);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int Control(int option, nuint argument2, nuint argument3, nuint argument4, nuint argument5);

    private readonly record struct ResourceLimit(nuint Soft, nuint Hard);
}
