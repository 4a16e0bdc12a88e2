using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Provider.Hosting;

/// <summary>The provider cannot start, for a reason that the operator can correct.</summary>
internal sealed class StartFailure(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The container's limits leave no room for the threads that the provider needs.</summary>
    public const string NoThreads =
        "could not allocate memory or start a thread; check the limits of processes (pids.max) and memory of the "
        + "container";

    public static string Describe(Exception error) => error switch
    {
        StartFailure or IOException => error.Message,
        UnauthorizedAccessException => error.Message,
        SocketException socket => Reason(socket),
        OutOfMemoryException or ThreadStartException => NoThreads,
        _ => $"{error.GetType().Name}: {error.Message}",
    };

    /// <summary>The system's message for a failed socket call, such as <c>Permission denied (errno 13)</c>.</summary>
    public static string Reason(SocketException error) => Reason(error.NativeErrorCode);

    /// <summary>The system's message for an error number.</summary>
    public static string Reason(int number) => $"{Marshal.GetPInvokeErrorMessage(number)} (errno {number})";
}
