using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Checks the data of one Secret that the driver makes.</summary>
internal sealed class SecretDataRules(
    SecretType? type, IReadOnlyDictionary<string, ExpectedFile>? files, string place, FindingList findings)
{
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> unsuitable = new(StringComparer.Ordinal);
    private bool hasInvalidKey;

    public void Check(IReadOnlyList<YamlMapping> items, YamlMapping secret)
    {
        for (var index = 0; index < items.Count; index++)
        {
            // The driver trims both.
            var key = items[index].Text("key").Trim();
            var file = items[index].Text("objectName").Trim();
            var itemPlace = $"{place}.data[{index}]";
            if (file.Length > 0 && key.Length == 0 && index + 1 < items.Count && IsKeyAlone(items[index + 1]))
            {
                // One item that a second hyphen has split in two.
                hasInvalidKey = true;
                index++;
                findings.Add(
                    FindingCodes.FieldMissing, items[index].Position, itemPlace + ".key",
                    "is in an item of its own", "Write a blank in the place of the hyphen before key.");
                continue;
            }

            CheckItem(items[index], key, file, itemPlace);
        }

        CheckRequired(items, secret);
    }

    // What is not text is reported as that.
    private void CheckItem(YamlMapping item, string key, string file, string itemPlace)
    {
        if (!findings.IsExplained(itemPlace + ".objectName"))
        {
            CheckFile(item, file, itemPlace);
            CheckContent(item, key, file, itemPlace);
        }

        if (findings.IsExplained(itemPlace + ".key"))
        {
            hasInvalidKey = true;
            return;
        }

        CheckKey(item, key, itemPlace);
    }

    private static bool IsKeyAlone(YamlMapping item) => item.Entries is [{ Key.Text: "key" }];

    private void CheckFile(YamlMapping item, string file, string itemPlace)
    {
        if (file.Length == 0)
        {
            Missing(item, itemPlace, "objectName", "Write a file's path: the objectAlias, else the objectName.");
        }
        else if (files?.GetValueOrDefault(file) is { IsOptional: true })
        {
            findings.Add(
                FindingCodes.SecretFileOptional, Position(item, "objectName"), itemPlace + ".objectName",
                $"{Quoted.Text(file)} is optional, and the driver makes no Secret while the file is absent",
                "Write default: VALUE for its entry, or a Secret of its own.");
        }
        else if (files is not null && !files.ContainsKey(file))
        {
            var fix = NearestName.Find(file, files.Keys) is { } nearest ? $"Did you mean {nearest}?"
                : "Write a file's path: the objectAlias, else the objectName.";
            findings.Add(
                FindingCodes.SecretFileUnknown, Position(item, "objectName"), itemPlace + ".objectName",
                $"{Quoted.Text(file)} is not a file of this class", fix);
        }
    }

    private void CheckKey(YamlMapping item, string key, string itemPlace)
    {
        if (key.Length == 0)
        {
            hasInvalidKey = true;
            Missing(item, itemPlace, "key", "Write the key that the value has in the Secret.");
        }
        else if (KeyFault(key) is var (code, what, fix))
        {
            hasInvalidKey |= code == FindingCodes.SecretKeyInvalid;
            findings.Add(code, Position(item, "key"), itemPlace + ".key", what, fix);
        }
    }

    private (FindingCode Code, string What, string Fix)? KeyFault(string key)
    {
        if (!KubernetesNames.IsDataKey(key))
        {
            return (
                FindingCodes.SecretKeyInvalid, $"{Quoted.Text(key)} is not a valid key",
                "Write letters, digits, -, _ and . only.");
        }

        if (!keys.Add(key))
        {
            return (
                FindingCodes.SecretKeyRepeated, $"the key {Quoted.Text(key)} is in the list already",
                "Give each value a key of its own.");
        }

        return type is not { Name: SecretType.Tls } || type.Required.Contains(key) ? null : (
            FindingCodes.SecretKeyInvalid, $"the key {Quoted.Text(key)} is not supported for type {SecretType.Tls}",
            NearestName.Find(key, type.Required) is { } nearest
                ? $"Did you mean {nearest}?"
                : "Write tls.crt or tls.key, or make a second Secret of type Opaque.");
    }

    // An unsuitable file is one mistake, even if several keys use it.
    private void CheckContent(YamlMapping item, string key, string file, string itemPlace)
    {
        if (type is null || files is null || !files.TryGetValue(file, out var content)
            || Fault(key, content.Content) is not { } fault || !unsuitable.Add(file))
        {
            return;
        }

        findings.Add(
            FindingCodes.SecretContentUnsuitable, Position(item, "objectName"), itemPlace + ".objectName",
            $"{Quoted.Text(file)} {fault.What}", fault.Fix);
    }

    private (string What, string Fix)? Fault(string key, FileContent content) => (type!.Name, key, content) switch
    {
        (SecretType.Tls, "tls.crt" or "tls.key", FileContent.Pfx) =>
            ("is a PFX, and the driver reads PEM", "Write objectFormat: pem for its entry, or leave the field out."),
        (SecretType.Tls, "tls.key", FileContent.Certificate) =>
            ("has no private key",
                "Take it from an entry with objectType: secret, whose value has certificate and key."),
        (SecretType.Tls, "tls.crt", FileContent.PrivateKey) =>
            ("has no certificate", "Take it from a file with the certificate."),
        (SecretType.Tls, "tls.crt" or "tls.key", FileContent.PublicKey) =>
            ("is a public key", "Take it from an entry with objectType: secret, whose value has certificate and key."),
        (_, ".dockerconfigjson" or ".dockercfg", not FileContent.Any) =>
            ("is not JSON, which Kubernetes demands for this key", "Take it from an entry with objectType: secret."),
        _ => null,
    };

    private void CheckRequired(IReadOnlyList<YamlMapping> items, YamlMapping secret)
    {
        // A wrong key explains the missing one.
        if (type is null || hasInvalidKey || type.Required.IsEmpty)
        {
            return;
        }

        string[] missing = [.. type.Required.Where(key => !keys.Contains(key))];
        if (type.NeedsAll ? missing.Length > 0 : missing.Length == type.Required.Length)
        {
            var only = items is [var item] ? Position(item, "key") : Position(secret, "type");
            findings.Add(
                FindingCodes.SecretKeyMissing, only, place + ".data",
                $"has no key {string.Join(type.NeedsAll ? " and no key " : " or ", missing)}, which Kubernetes "
                    + $"demands for type {type.Name}",
                items.Count == 1 && type.Required.Length == 1 ? $"Write key: {missing[0]}."
                    : "Add it, or write type: Opaque.");
        }
    }

    private static TextPosition Position(YamlMapping owner, string field) => (owner.Find(field) ?? owner).Position;

    private void Missing(YamlMapping item, string itemPlace, string field, string fix) => findings.Add(
        FindingCodes.FieldMissing, Position(item, field), $"{itemPlace}.{field}",
        item.Find(field) is null ? "is missing" : "is empty", fix);
}
