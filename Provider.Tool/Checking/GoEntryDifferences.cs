using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Lists what the Go provider ignores, fails on or handles differently in one entry.</summary>
internal sealed class GoEntryDifferences(EntryText entry, YamlScalar objects, FindingList findings)
{
    public void Check()
    {
        if (!entry.IsText)
        {
            Add(FindingCodes.GoFails, null, "", "is a mapping, and the Go provider reads text only",
                "Begin the item with - | and indent its fields.");
        }

        foreach (var (key, value) in entry.Fields.Entries)
        {
            if (EntryText.BeyondGo.Contains(key.Text))
            {
                Add(FindingCodes.GoIgnores, key, key.Text, "is ignored by the Go provider",
                    "Remove it if the class must work there.");
            }
            else if (value is YamlScalar { IsNull: false } scalar)
            {
                CheckValue(key, scalar);
            }
        }
    }

    private void CheckValue(YamlScalar key, YamlScalar value)
    {
        var text = value.Text;
        var trimmed = text.Trim();
        if (EntryText.All.Contains(key.Text) && text != trimmed)
        {
            Add(FindingCodes.GoFails, key, key.Text,
                "has blanks around its value, which the Go provider does not remove", "Remove them.");
        }

        if (Difference(key.Text, trimmed) is var (code, what, fix))
        {
            Add(code, key, key.Text, what, fix);
        }
    }

    private static (FindingCode Code, string What, string Fix)? Difference(string field, string value) => field switch
    {
        EntryText.ObjectType when value.Any(char.IsAsciiLetterUpper) => (
            FindingCodes.GoFails, "has capital letters, which the Go provider does not accept",
            $"Write {value.ToLowerInvariant()}."),
        EntryText.ObjectVersion when value.Length > 0 && !EntryRules.IsVersion(value) => (
            FindingCodes.GoDiffers, "is the name of a version to the Go provider where the entry has no history",
            "Remove the line."),
        EntryText.ObjectVersionHistory when GoNumber.ReadInt32(value) is { } count and > 1 => (
            FindingCodes.GoDiffers, $"gives {count + 1L} files with the Go provider",
            "Count on the files with the lower numbers only."),
        EntryText.ObjectFormat when value.Equals("pem", StringComparison.OrdinalIgnoreCase) => (
            FindingCodes.GoDiffers, "does not convert a PFX that was stored by hand with the Go provider",
            "Import it as a certificate if the class must work there."),
        EntryText.ObjectFormat when value.Equals("pfx", StringComparison.OrdinalIgnoreCase) => (
            FindingCodes.GoDiffers, "is ignored by the Go provider where the vault holds PEM",
            "Store the certificate as application/x-pkcs12 if the class must work there."),
        _ => null,
    };

    private void Add(FindingCode code, YamlNode? node, string field, string what, string fix) =>
        findings.Add(
            code, objects.Resolve(entry.Position(node)), $"spec.parameters.objects[{entry.Index}] {field}".TrimEnd(),
            what, fix);
}
