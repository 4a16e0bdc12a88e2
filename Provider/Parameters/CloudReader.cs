using System.Collections.Frozen;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Finds the cloud that a SecretProviderClass, or else the operator, names.</summary>
internal static class CloudReader
{
    private const string StackCloud = "AzureStackCloud";

    private static readonly FrozenDictionary<string, Cloud> ByName = new Dictionary<string, Cloud>
    {
        ["AzurePublicCloud"] = Cloud.Public,
        ["AzureCloud"] = Cloud.Public,
        ["AzureUSGovernmentCloud"] = Cloud.UsGovernment,
        ["AzureUSGovernment"] = Cloud.UsGovernment,
        ["AzureChinaCloud"] = Cloud.China,
        ["AzureGermanCloud"] = Cloud.German,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a word names a cloud, in any case.</summary>
    /// <param name="name">The word.</param>
    public static bool IsName(string name) => ByName.ContainsKey(name) || IsStackCloud(name);

    /// <summary>Reads <c>cloudName</c>.</summary>
    /// <param name="attributes">The request's attributes.</param>
    /// <param name="defaultName">The operator's choice, where the class names none.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static Cloud Read(Attributes attributes, string defaultName, ProblemList problems)
    {
        var name = attributes.Find(ParameterNames.CloudName) ?? defaultName;
        if (ByName.TryGetValue(name, out var cloud))
        {
            return cloud;
        }

        if (IsStackCloud(name))
        {
            problems.Add(new Problem(
                ErrorCodes.NotSupported, new ProblemPlace(ParameterNames.CloudName), "AzureStackCloud is not supported yet",
                "Use one of the known clouds."));
        }
        else
        {
            problems.AddParameter(
                ParameterNames.CloudName, $"{Quoted.Text(name)} is no cloud",
                "Write AzurePublicCloud, AzureUSGovernmentCloud, AzureChinaCloud, AzureGermanCloud or AzureStackCloud.");
        }

        return Cloud.Public;
    }

    private static bool IsStackCloud(string name) => name.Equals(StackCloud, StringComparison.OrdinalIgnoreCase);
}
