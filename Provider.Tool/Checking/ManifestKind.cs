using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Recognizes documents that are SecretProviderClasses of this provider, or were meant to be.</summary>
internal static class ManifestKind
{
    public const string Azure = "azure";
    public const string Name = "SecretProviderClass";
    private const string Group = "secrets-store.csi.x-k8s.io/";
    private const string PodStatus = Name + "PodStatus";

    /// <summary>
    /// The items of a list of objects, as kubectl get -o yaml writes it; null for any other document.
    /// </summary>
    public static YamlSequence? Items(YamlMapping document) =>
        document.Text("kind") is "List" or Name + "List" ? document.Find("items") as YamlSequence : null;

    public static bool IsOurs(YamlMapping document) =>
        IsClass(document) && IsProvider(document.Find("spec").Text("provider"));

    public static void Check(YamlMapping document, FindingList findings)
    {
        var kind = document.Text("kind");
        if (kind == Name || findings.IsExplained("kind") || IsMisspelled(document))
        {
            return;
        }

        var node = document.Find("kind");
        var what = node is null ? "is missing"
            : kind.Length == 0 ? "is not the name of a kind"
            : $"{Quoted.Text(kind)} is not a kind of {Group}v1";
        findings.Add(FindingCodes.KindUnknown, (node ?? document).Position, "kind", what, $"Write {Name}.");
        findings.Explain("kind");
    }

    // A field that is unknown then, and was meant for it.
    private static bool IsMisspelled(YamlMapping document) =>
        document.Find("kind") is null && ClassShape.Root is Shape.Fields fields
            && document.Entries.Any(entry => MeantName.Find(entry.Key.Text, fields.ByName.Keys) == "kind");

    private static bool IsClass(YamlMapping document) => document.Text("kind") switch
    {
        Name => true,
        PodStatus or Name + "List" or PodStatus + "List" => false,
        "" =>
            document.Text("apiVersion").StartsWith(Group, StringComparison.Ordinal) || document.Find("spec")
                .Find("parameters").Find("objects") is not null,
        var kind =>
            document.Text("apiVersion").StartsWith(Group, StringComparison.Ordinal)
                || NearestName.Find(kind, [Name], 3) is not null,
    };

    private static bool IsProvider(string provider)
    {
        var word = provider.Trim().ToLowerInvariant();
        // A number is not the name of a provider.
        return word.All(char.IsAsciiDigit) || word.Contains(Azure, StringComparison.Ordinal)
            || word.Contains("keyvault", StringComparison.Ordinal)
            || word.Contains("key-vault", StringComparison.Ordinal) || word is "akv"
                || NearestName.Find(word, [Azure], 2) is not null;
    }
}
