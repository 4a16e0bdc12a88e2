using Provider.Model;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>
/// Checks <c>secretObjects</c>, the driver's part of a class: what the driver and Kubernetes would refuse.
/// </summary>
internal sealed class SecretObjectRules(IReadOnlyDictionary<string, ExpectedFile>? files, FindingList findings)
{
    // Aliases can repeat a list, so that a short text could have very many items.
    private const int MostItems = 1000;

    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <summary>Checks the list; what is not a list is left to the schema.</summary>
    public void Check(YamlNode? secretObjects)
    {
        if (secretObjects is not YamlSequence secrets)
        {
            return;
        }

        for (var index = 0; index < Math.Min(secrets.Items.Length, MostItems); index++)
        {
            if (index + 1 < secrets.Items.Length && IsTorn(secrets.Items[index], secrets.Items[index + 1]))
            {
                // One item that a second hyphen has split in two.
                index++;
                findings.Add(
                    FindingCodes.FieldMissing, secrets.Items[index].Position, $"spec.secretObjects[{index}].secretName",
                    "is in an item of its own", "Write a blank in the place of the hyphen of this item.");
            }
            else if (index + 1 < secrets.Items.Length && IsDoubled(secrets.Items[index], secrets.Items[index + 1]))
            {
                findings.Add(
                    FindingCodes.SecretRepeated, secrets.Items[index].Position, $"spec.secretObjects[{index}]",
                    "is the first line of the next item, and nothing else", "Remove it.");
            }
            else if (secrets.Items[index] is YamlMapping secret)
            {
                CheckSecret(secret, $"spec.secretObjects[{index}]");
            }
        }
    }

    private static bool IsTorn(YamlNode item, YamlNode next) =>
        item is YamlMapping { Entries: [{ Key.Text: "secretName" }] }
            && next is YamlMapping && next.Find("secretName") is null;

    private static bool IsDoubled(YamlNode item, YamlNode next) =>
        item is YamlMapping { Entries: [{ Key.Text: "secretName" }] }
            && next.Text("secretName") == item.Text("secretName");

    private void CheckSecret(YamlMapping secret, string place)
    {
        CheckName(secret, place);
        MetadataRules.CheckLabels(secret, place, findings);
        var type = CheckType(secret, place);
        if (secret.Find("data") is YamlSequence { Items: { Length: > 0 } items })
        {
            var data = new SecretDataRules(type, files, place, findings);
            data.Check([.. items.OfType<YamlMapping>().Take(MostItems)], secret);
        }
        else if (secret.Find("data") is null or YamlSequence)
        {
            Missing(secret, place, "data", "List objectName and key of each value.");
        }
    }

    private void CheckName(YamlMapping secret, string place)
    {
        // The driver trims it.
        var name = secret.Text("secretName").Trim();
        if (name.Length == 0)
        {
            Missing(secret, place, "secretName", "The driver makes no Secret without a name.");
        }
        else if (!KubernetesNames.IsSubdomain(name))
        {
            if (!findings.IsExplained(place + ".secretName"))
            {
                findings.Add(
                    FindingCodes.SecretNameInvalid, secret.Find("secretName")!.Position, place + ".secretName",
                    $"{Quoted.Text(name)} is not a valid name",
                    KubernetesNames.SubdomainRule);
            }
        }
        else if (!names.Add(name))
        {
            findings.Add(
                FindingCodes.SecretRepeated, secret.Find("secretName")!.Position, place + ".secretName",
                $"the Secret {Quoted.Text(name)} is in the list already",
                "List all its values under one item.");
        }
    }

    // Returns the type that was meant, for the rules below.
    private SecretType? CheckType(YamlMapping secret, string place)
    {
        var name = secret.Text("type").Trim();
        if (name.Length == 0)
        {
            Missing(secret, place, "type", "Write Opaque, or another type of Secret.");
            return null;
        }

        if (SecretType.Find(name) is { } type)
        {
            CheckAnnotation(secret, type, place);
            return type;
        }

        return findings.IsExplained(place + ".type") ? null : CheckUnknownType(secret, name, place);
    }

    private SecretType? CheckUnknownType(YamlMapping secret, string name, string place)
    {
        var meant = SecretType.Meant(name);
        if (!SecretType.IsOwn(name))
        {
            findings.Add(
                FindingCodes.SecretTypeUnknown, secret.Find("type")!.Position, place + ".type",
                $"{Quoted.Text(name)} is not a type that Kubernetes knows",
                meant is null ? $"Known are {SecretType.Names}." : $"Write {meant.Name}.");
        }

        return meant;
    }

    private void CheckAnnotation(YamlMapping secret, SecretType type, string place)
    {
        const string Account = "kubernetes.io/service-account.name";
        if (type.Name == SecretType.ServiceAccountToken && secret.Find("annotations").Text(Account).Length == 0)
        {
            findings.Add(
                FindingCodes.FieldMissing, secret.Find("type")!.Position, place + ".annotations",
                $"has no {Account}, which Kubernetes demands for this type",
                "Add the annotation, or write type: Opaque.");
        }
    }

    private void Missing(YamlMapping secret, string place, string field, string fix)
    {
        var whole = $"{place}.{field}";
        if (!findings.IsExplained(whole))
        {
            var empty = secret.Find(field);
            findings.Add(
                FindingCodes.FieldMissing, (empty ?? secret).Position, whole, empty is null ? "is missing" : "is empty",
                fix);
        }
    }
}
