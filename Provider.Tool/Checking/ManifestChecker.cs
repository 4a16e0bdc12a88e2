using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>
/// Checks the SecretProviderClasses of a manifest file as a mount would, and what a mount would ignore. No network.
/// </summary>
internal sealed class ManifestChecker(ClassChecker classes)
{
    private const string Kind = "SecretProviderClass";
    private const string Group = "secrets-store.csi.x-k8s.io/";

    /// <summary>Checks a file; documents of other kinds, and classes of other providers, are passed over.</summary>
    /// <exception cref="YamlFormatException">It is not YAML.</exception>
    public IEnumerable<CheckedClass> Check(string text) =>
        YamlReader.ReadAll(text).OfType<YamlMapping>().SelectMany(Unpack).Where(IsAzureClass).Select(Check);

    private static bool IsAzureClass(YamlMapping document) =>
        document.Text("kind") == Kind && document.Find("spec").Text("provider") is "azure" or "";

    // kubectl get -o yaml gives several objects as one of the kind List.
    private static IEnumerable<YamlMapping> Unpack(YamlMapping document) =>
        document.Text("kind") == "List" && document.Find("items") is YamlSequence list
            ? list.Items.OfType<YamlMapping>()
            : [document];

    private CheckedClass Check(YamlMapping document)
    {
        var metadata = document.Find("metadata");
        var name = string.Join(
            '/', new[] { metadata.Text("namespace"), metadata.Text("name") }.Where(part => part.Length > 0));
        var findings = new List<Finding>();
        CheckVersion(document, findings);
        if (metadata.Text("name").Length == 0)
        {
            findings.Add(
                new Finding(
                    Severity.Error, (metadata ?? document).Position, "metadata.name", "is missing", "Name the class."));
        }

        var plan = classes.Check(document, name, findings);
        var isFine = findings.TrueForAll(finding => finding.Severity != Severity.Error);
        return new CheckedClass(
            name, document.Position, isFine ? plan : null,
            [.. findings.OrderBy(finding => finding.Position.Line).ThenBy(finding => finding.Position.Column)]);
    }

    private static void CheckVersion(YamlMapping document, List<Finding> findings)
    {
        var position = (document.Find("apiVersion") ?? document).Position;
        switch (document.Text("apiVersion"))
        {
            case Group + "v1":
                break;
            case Group + "v1alpha1":
                findings.Add(new Finding(
                    Severity.Warning, position, "apiVersion", "v1alpha1 is deprecated by the driver",
                    $"Write {Group}v1."));
                break;
            case var other:
                findings.Add(new Finding(
                    Severity.Error, position, "apiVersion", $"{Quoted.Text(other)} is not a version of {Kind}",
                    $"Write {Group}v1."));
                break;
        }
    }
}
