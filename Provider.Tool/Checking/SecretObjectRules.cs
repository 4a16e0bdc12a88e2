using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>
/// Checks <c>secretObjects</c>, the driver's part of a class, against the files that the provider would return.
/// </summary>
internal static class SecretObjectRules
{
    private static readonly string[] Required = ["secretName", "type"];
    private static readonly string[] TlsKeys = ["tls.crt", "tls.key"];

    /// <summary>Checks the list. <c>secretObjects</c> is null when the class syncs no Secret.</summary>
    public static void Check(
        YamlNode? secretObjects, IReadOnlyList<ObjectEntry> entries, bool separateFiles, List<Finding> findings)
    {
        if (secretObjects is not YamlSequence secrets)
        {
            return;
        }

        var paths = entries.Any(entry => entry.Search is not null) ? []
            : entries.SelectMany(entry => Paths(entry, separateFiles)).ToHashSet(StringComparer.Ordinal);
        for (var index = 0; index < secrets.Items.Length; index++)
        {
            CheckSecret(secrets.Items[index], $"spec.secretObjects[{index}]", paths, findings);
        }
    }

    private static void CheckSecret(YamlNode secret, string place, HashSet<string> paths, List<Finding> findings)
    {
        foreach (var required in Required.Where(field => secret.Text(field).Length == 0))
        {
            findings.Add(new Finding(
                Severity.Error, secret.Position, $"{place}.{required}", "is missing",
                $"The driver makes no Secret without {required}."));
        }

        if (secret.Find("data") is not YamlSequence { Items: { Length: > 0 } data })
        {
            findings.Add(new Finding(
                Severity.Error, secret.Position, place + ".data", "is missing or empty",
                "List objectName and key of each value."));
            return;
        }

        foreach (var item in data)
        {
            CheckObjectName(item, place, paths, findings);
        }

        if (secret.Text("type") == "kubernetes.io/tls")
        {
            CheckTlsKeys(data, place, findings);
        }
    }

    private static void CheckObjectName(YamlNode item, string place, HashSet<string> paths, List<Finding> findings)
    {
        var name = item.Text("objectName");
        // What find finds is known to the vault only.
        if (paths.Count > 0 && !paths.Contains(name))
        {
            var fix = NearestName.Find(name, paths) is { } nearest
                ? $"Did you mean {nearest}?"
                : "Write a file's path: the objectAlias, else the objectName.";
            findings.Add(new Finding(
                Severity.Error, (item.Find("objectName") ?? item).Position, place + ".data",
                $"{Quoted.Text(name)} is not a file of this class", fix));
        }
    }

    private static void CheckTlsKeys(IEnumerable<YamlNode> data, string place, List<Finding> findings)
    {
        foreach (var item in data.Where(item => !TlsKeys.Contains(item.Text("key"))))
        {
            findings.Add(new Finding(
                Severity.Error, (item.Find("key") ?? item).Position, place + ".data",
                $"the key {Quoted.Text(item.Text("key"))} is not supported for type kubernetes.io/tls",
                "Write tls.crt or tls.key, or make a second Secret of type Opaque."));
        }
    }

    // Which secrets a certificate backs is known to the vault only, so that the split files of any secret may be meant.
    private static IEnumerable<string> Paths(ObjectEntry entry, bool separateFiles)
    {
        var files = entry.HasHistory
            ? entry.Paths.SelectMany(path => Enumerable.Range(0, Math.Min(entry.History, 1000))
                .Select(i => $"{path}/{i}"))
            : entry.Paths.Select(path => path.Text);
        return separateFiles && entry.Type == ObjectType.Secret && entry is { Fields: null, Part: null }
            ? files.SelectMany(path => new[] { path + ".crt", path + ".key", path })
            : files;
    }
}
