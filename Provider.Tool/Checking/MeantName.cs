using System.Collections.Frozen;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Tool.Checking;

/// <summary>Finds the valid name that was meant by an unknown one.</summary>
internal static class MeantName
{
    // Names of other tools, Kubernetes and Azure for the same setting.
    private static readonly FrozenDictionary<string, string[]> Words = new Dictionary<string, string[]>
    {
        ["vault"] = [ParameterNames.KeyVaultName],
        ["vaultName"] = [ParameterNames.KeyVaultName],
        ["keyVault"] = [ParameterNames.KeyVaultName],
        ["vaultUri"] = [ParameterNames.KeyVaultName],
        ["keyvaultUri"] = [ParameterNames.KeyVaultName],
        ["vaultUrl"] = [ParameterNames.KeyVaultName],
        ["tenant"] = [ParameterNames.TenantId],
        ["cloud"] = [ParameterNames.CloudName],
        ["secrets"] = [ParameterNames.Objects],
        ["name"] = [EntryText.ObjectName, "secretName"],
        ["secretName"] = [EntryText.ObjectName],
        ["type"] = [EntryText.ObjectType],
        ["secretType"] = ["type"],
        ["alias"] = [EntryText.ObjectAlias, EntryText.ObjectName],
        ["file"] = [EntryText.ObjectAlias, EntryText.ObjectName],
        ["fileName"] = [EntryText.ObjectAlias, EntryText.ObjectName],
        ["path"] = [EntryText.ObjectAlias, EntryText.ObjectName],
        [EntryText.ObjectAlias] = [EntryText.ObjectName],
        ["version"] = [EntryText.ObjectVersion],
        ["format"] = [EntryText.ObjectFormat],
        ["encoding"] = [EntryText.ObjectEncoding],
        ["mode"] = [EntryText.FilePermission],
        ["permission"] = [EntryText.FilePermission],
        ["defaultMode"] = [EntryText.FilePermission],
        ["stringData"] = ["data"],
        ["items"] = ["data"],
        ["secretKey"] = ["key"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The known name that was probably meant; null if none is likely.</summary>
    public static string? Find(string word, IReadOnlyCollection<string> known) =>
        Words.GetValueOrDefault(word)?.FirstOrDefault(known.Contains) ?? NearestName.Find(word, known);

    /// <summary>Whether a name is another word for one of the known names.</summary>
    public static bool IsWordFor(string word, IReadOnlyCollection<string> known) =>
        Words.GetValueOrDefault(word)?.Any(known.Contains) == true;
}
