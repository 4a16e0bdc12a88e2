using System.Collections.Immutable;
using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Checks the version and the names of a manifest as the API server would.</summary>
internal static class MetadataRules
{
    private const string Version = "secrets-store.csi.x-k8s.io/v1";
    private const string OlderVersion = "secrets-store.csi.x-k8s.io/v1alpha1";

    public static void Check(YamlMapping document, FindingList findings)
    {
        CheckVersion(document, findings);
        var metadata = document.Find("metadata");
        if (findings.IsExplained("metadata") || findings.IsExplained("metadata.name"))
        {
            return;
        }

        var name = metadata.Text("name");
        if (name.Length > 0)
        {
            CheckName(metadata, "name", name, KubernetesNames.IsSubdomain(name), findings);
        }
        else if (metadata.Text("generateName").Length == 0)
        {
            findings.Add(
                FindingCodes.FieldMissing, (metadata ?? document).Position, "metadata.name", "is missing",
                "Name the class.");
        }

        var space = metadata.Text("namespace");
        CheckName(metadata, "namespace", space, space.Length == 0 || KubernetesNames.IsLabel(space), findings);
        CheckLabels(metadata, "metadata", findings);
    }

    public static void CheckLabels(YamlNode? owner, string place, FindingList findings)
    {
        foreach (var (key, value) in Entries(owner, "labels").Concat(Entries(owner, "annotations")))
        {
            if (!KubernetesNames.IsQualifiedName(key.Text))
            {
                findings.Add(
                    FindingCodes.LabelInvalid, key.Position, $"{place} {Quoted.Text(key.Text)}",
                    "is not a valid name of a label or an annotation",
                    "Write up to 63 letters, digits, -, _ and ., after an optional domain and a slash.");
            }
        }

        foreach (var (key, value) in Entries(owner, "labels"))
        {
            if (value is YamlScalar scalar && !KubernetesNames.IsLabelValue(scalar.Text))
            {
                findings.Add(
                    FindingCodes.LabelInvalid, value.Position, $"{place}.labels.{key.Text}",
                    $"{Quoted.Text(scalar.Text)} is not a valid value of a label",
                    "Write up to 63 letters, digits, -, _ and .; longer text belongs to an annotation.");
            }
        }
    }

    private static ImmutableArray<(YamlScalar Key, YamlNode Value)> Entries(YamlNode? owner, string field) =>
        owner.Find(field) is YamlMapping mapping ? mapping.Entries : [];

    private static void CheckName(YamlNode? metadata, string field, string name, bool isValid, FindingList findings)
    {
        var place = "metadata." + field;
        if (!isValid && !findings.IsExplained(place))
        {
            findings.Add(
                FindingCodes.NameInvalid, metadata.Find(field)!.Position, place,
                $"{Quoted.Text(name)} is not a valid name", KubernetesNames.SubdomainRule);
        }
    }

    private static void CheckVersion(YamlMapping document, FindingList findings)
    {
        var position = (document.Find("apiVersion") ?? document).Position;
        var version = document.Text("apiVersion");
        if (version == OlderVersion)
        {
            findings.Add(
                FindingCodes.ApiVersionDeprecated, position, "apiVersion", "v1alpha1 is deprecated by the driver",
                $"Write {Version}.");
        }
        else if (version != Version && !findings.IsExplained("apiVersion"))
        {
            var what = version.Length == 0 ? "is missing"
                : $"{Quoted.Text(version)} is not a version of SecretProviderClass";
            findings.Add(FindingCodes.ApiVersionUnknown, position, "apiVersion", what, $"Write {Version}.");
        }
    }
}
