using System.Collections.Frozen;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Decides as whom the vault is read.</summary>
internal static class AccessModeReader
{
    // What Go's strconv.ParseBool takes, since existing classes were written for it.
    private static readonly FrozenDictionary<string, bool> Booleans = new Dictionary<string, bool>
    {
        ["1"] = true, ["t"] = true, ["T"] = true, ["TRUE"] = true, ["true"] = true, ["True"] = true,
        ["0"] = false, ["f"] = false, ["F"] = false, ["FALSE"] = false, ["false"] = false, ["False"] = false,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads the access mode: one of the three flags, else workload identity, else a service principal.</summary>
    /// <param name="attributes">The request's attributes.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>The mode; only worth something when nothing was wrong.</returns>
    public static AccessMode Read(Attributes attributes, ProblemList problems)
    {
        string[] flags = [ParameterNames.UsePodIdentity, ParameterNames.UseVmManagedIdentity, ParameterNames.UseAzureTokenProxy];
        var chosen = flags.Where(flag => IsTrue(attributes, flag, problems)).ToArray();
        if (chosen.Length > 1)
        {
            problems.AddParameter(chosen[1], $"is true beside {chosen[0]}", "Set one access mode only.");
        }

        if (chosen is not [ParameterNames.UsePodIdentity, ..])
        {
            problems.Add(new Problem(
                ErrorCodes.NotSupported, new ProblemPlace(chosen.FirstOrDefault() ?? ParameterNames.UsePodIdentity),
                "this access mode is not supported yet", "Set usePodIdentity: \"true\"."));
        }

        return new AccessMode.PodIdentity();
    }

    private static bool IsTrue(Attributes attributes, string flag, ProblemList problems)
    {
        if (attributes.Find(flag) is not { } text)
        {
            return false;
        }

        if (!Booleans.TryGetValue(text, out var value))
        {
            problems.AddParameter(flag, $"{Quoted.Text(text)} is neither true nor false", "Write \"true\" or \"false\".");
        }

        return value;
    }
}
