using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Checks names and values of an entry's fields for mistakes that do not fail a mount.</summary>
internal static partial class EntryFieldRules
{
    // Fields with a name as text; other fields have a fixed word or a number.
    private static readonly string[] Names =
    [
        EntryText.ObjectName, EntryText.ObjectAlias, EntryText.ObjectVersion, EntryText.KeyVaultName,
        EntryText.ClientId,
        EntryText.MetadataAlias,
    ];

    public static void Check(EntryText entry, YamlScalar objects, FindingList findings)
    {
        foreach (var (key, value) in entry.Fields.Entries)
        {
            var place = $"spec.parameters.objects[{entry.Index}] {key.Text}";
            var position = objects.Resolve(entry.Position(key));
            if (!EntryText.All.Contains(key.Text))
            {
                CheckUnknown(entry, key, position, place, findings);
            }
            else if (value is YamlMapping or YamlSequence)
            {
                CheckBelow(entry, key.Text, value, objects, findings);
            }
            else if (value is YamlScalar scalar && Names.Contains(key.Text)
                && CheckName(key.Text, scalar.Trimmed, objects.Resolve(entry.Position(value)), place, findings))
            {
                findings.Explain(FindingList.FieldOf(entry.Index, key.Text));
            }
        }
    }

    private static void CheckUnknown(
        EntryText entry, YamlScalar key, TextPosition position, string place, FindingList findings)
    {
        // Hidden characters in a name first, since they make it unknown. Another spelling is a hint of the plan.
        if (TextRules.CheckName(key.Text, position, place, findings) || EntryText.Documented(key.Text) is not null)
        {
            return;
        }

        var nearest = MeantName.Find(key.Text, EntryText.All);
        var fix = nearest is not null ? $"Did you mean {nearest}?"
            : FieldHomes.Of(key.Text) is { } home ? $"It belongs to {home}: move it there."
            : $"Known are {string.Join(", ", EntryText.All)}.";
        findings.Add(FindingCodes.EntryFieldUnknown, position, place, "is unknown and ignored", fix);
        if (nearest is not null && entry.Fields.Find(nearest) is null)
        {
            findings.Explain(FindingList.FieldOf(entry.Index, nearest));
        }
    }

    // The fields below find, and of each item of jmesPath.
    private static void CheckBelow(
        EntryText entry, string field, YamlNode value, YamlScalar objects, FindingList findings)
    {
        if (field == EntryText.FindObjects && value is YamlMapping find)
        {
            CheckBelow(entry, find, field, SearchRules.Fields, objects, findings);
        }
        else if (field == EntryText.JmesPath && value is YamlSequence list)
        {
            foreach (var (place, item) in list.Items.Index().Take(PlanReader.MostFiles))
            {
                CheckBelow(
                    entry, item as YamlMapping, $"{field}[{place}]", EntryText.OfJmesPath, objects, findings);
            }
        }
    }

    private static void CheckBelow(
        EntryText entry, YamlMapping? fields, string field, ImmutableArray<string> known, YamlScalar objects,
        FindingList findings)
    {
        foreach (var (key, _) in fields?.Entries.Where(one => !known.Contains(one.Key.Text)) ?? [])
        {
            var nearest = NearestName.Find(key.Text, known);
            findings.Add(
                FindingCodes.EntryFieldUnknown, objects.Resolve(entry.Position(key)),
                $"spec.parameters.objects[{entry.Index}] {field}.{key.Text}", "is unknown and ignored",
                nearest is null ? $"Known are {string.Join(", ", known)}." : $"Did you mean {nearest}?");
            if (nearest is not null && fields!.Entries.All(one => one.Key.Text != nearest))
            {
                // Without it an item has no file, and a search no pattern.
                findings.Explain(FindingList.FieldOf(entry.Index, $"{field}.{nearest}"));
                findings.Explain(FindingList.FieldOf(entry.Index, field));
            }
        }
    }

    private static bool CheckName(string field, string text, TextPosition position, string place, FindingList findings)
    {
        if (TextRules.CheckValue(text, position, place, findings))
        {
            return true;
        }

        if (Unlikely(field, text) is not var (code, what, fix))
        {
            return false;
        }

        findings.Add(code, position, place, $"{Quoted.Text(text)} {what}", fix);
        return true;
    }

    private static (FindingCode Code, string What, string Fix)? Unlikely(string field, string text) => field switch
    {
        EntryText.ObjectAlias when text.Split('/').Any(element => element.StartsWith('-')) => (
            FindingCodes.AliasHyphen, "has a name that begins with a hyphen, which commands read as an option",
            "Begin it with a letter or a digit."),
        EntryText.ObjectAlias when Home().IsMatch(text) => (
            FindingCodes.AliasTilde, "begins with a tilde, which is a directory of that name below the volume",
            "Write the path as it should be below the volume, without a tilde."),
        EntryText.ObjectVersion when EntryRules.IsVersion(text) && !VersionId().IsMatch(text) => (
            FindingCodes.VersionUnlikely, "is not the id of a version, which has 32 hexadecimal digits",
            "Write the id that the vault shows, or leave the field out for the latest version."),
        _ => null,
    };

    // A shell's names of home directories: ~ and ~user.
    [GeneratedRegex(@"\A~(\z|[A-Za-z0-9_.-]*/)")]
    private static partial Regex Home();

    [GeneratedRegex(@"\A[0-9A-Fa-f]{32}\z")]
    private static partial Regex VersionId();
}
