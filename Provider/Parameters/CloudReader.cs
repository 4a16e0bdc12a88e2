using System.Collections.Frozen;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Determines the cloud that a SecretProviderClass, or else the operator, names.</summary>
internal static class CloudReader
{
    public const string StackCloud = "AzureStackCloud";

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
    public static bool IsName(string name) => ByName.ContainsKey(name) || IsStackCloud(name);

    public static Cloud Read(Attributes attributes, PlanSettings settings, ProblemList problems)
    {
        var name = attributes.Find(ParameterNames.CloudName) ?? settings.CloudName;
        var file = attributes.Find(ParameterNames.CloudEnvironmentFile);
        if (IsStackCloud(name))
        {
            // If its file cannot be read, it is still this cloud, so that other problems are reported for it.
            return StackCloudFrom(settings.CloudEnvironmentFiles(file), file, problems)
                ?? Cloud.Public with { Name = StackCloud };
        }

        if (file is not null)
        {
            problems.AddIgnored(
                ParameterNames.CloudEnvironmentFile, $"because cloudName is not {StackCloud}",
                $"Remove it, or set cloudName to {StackCloud}.");
        }

        if (ByName.TryGetValue(name, out var cloud))
        {
            return cloud;
        }

        problems.AddParameter(
            ParameterNames.CloudName, $"{Quoted.Text(name)} is not a valid cloud name",
            "Write AzurePublicCloud, AzureUSGovernmentCloud, AzureChinaCloud, AzureGermanCloud or AzureStackCloud.");
        return Cloud.Public;
    }

    private static Cloud? StackCloudFrom(CloudFile read, string? path, ProblemList problems)
    {
        var place = new ProblemPlace(path is null ? ParameterNames.CloudName : ParameterNames.CloudEnvironmentFile);
        if (read.Text is { } text)
        {
            return CloudEnvironmentReader.Read(text, StackCloud, place, problems);
        }

        problems.Add(new Problem(
            ErrorCodes.CloudFileInvalid, place, path is null ? read.Fault! : $"{Quoted.Text(path)} {read.Fault}",
            ErrorCodes.CloudFileInvalid.Remedy));
        return null;
    }

    private static bool IsStackCloud(string name) => name.Equals(StackCloud, StringComparison.OrdinalIgnoreCase);
}
