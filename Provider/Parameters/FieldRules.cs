using System.Collections.Immutable;
using Provider.Model;
using Provider.Yaml;

namespace Provider.Parameters;

/// <summary>Checks the fields that name a part of a JSON or YAML value.</summary>
internal static class FieldRules
{
    private const string Supported =
        "Write keys, \"quoted keys\", [index] and dots, such as database.\"pass-word\" or servers[0].name; "
        + "other expressions of JMESPath are not supported.";

    private static readonly string[] Selectors = [EntryText.JsonKey, EntryText.YamlKey, EntryText.JmesPath];

    /// <summary>Reads the selected fields; null for the whole value.</summary>
    public static FieldSelection? Read(EntryText text, ObjectEntry entry, ProblemList problems)
    {
        var named = Selectors.Where(text.IsSet).ToArray();
        if (named.Length == 0)
        {
            return null;
        }

        if (named.Length > 1)
        {
            text.Refuse(problems, named[1], $"cannot be combined with {named[0]}", "Write two entries.");
        }

        RefuseOtherContent(text, named[0], entry, problems);
        return named[0] == EntryText.JmesPath
            ? new FieldSelection(FieldSyntax.Json, List(text, entry, problems))
            : One(text, named[0], entry, problems);
    }

    /// <summary>The number of files that an entry asks for, without those of a history.</summary>
    public static long CountFiles(EntryText text) =>
        text.Node(EntryText.JmesPath) is YamlSequence list ? list.Items.Length : 1;

    private static void RefuseOtherContent(EntryText text, string field, ObjectEntry entry, ProblemList problems)
    {
        if (entry.Type != ObjectType.Secret)
        {
            text.Refuse(
                problems, field, $"is not supported for objectType {entry.Type.ToWireName()}",
                $"Remove {field}, or write objectType: secret.");
        }

        if (entry.Format != ObjectFormat.Default)
        {
            text.Refuse(problems, field, "cannot be combined with objectFormat", "Remove one of the two.");
        }
    }

    private static FieldSelection? One(EntryText text, string field, ObjectEntry entry, ProblemList problems)
    {
        if (text.Find(field, problems) is not { } written)
        {
            return null;
        }

        var (path, fault) = FieldPathReader.Dotted(written);
        if (path is null)
        {
            text.Refuse(
                problems, field, $"{Quoted.Text(written)} {fault}",
                "Write the keys on the way to the value, such as database.password.");
            return null;
        }

        return new FieldSelection(
            field == EntryText.YamlKey
                ? FieldSyntax.Yaml
                : FieldSyntax.Json, [new FieldFile(path, entry.Path, entry.Permission)]);
    }

    private static ImmutableArray<FieldFile> List(EntryText text, ObjectEntry entry, ProblemList problems)
    {
        if (text.IsSet(EntryText.ObjectAlias))
        {
            text.Refuse(
                problems, EntryText.ObjectAlias, "cannot be combined with jmesPath, whose items have their own",
                "Remove it; for the whole value write another entry.");
        }

        if (text.Node(EntryText.JmesPath) is not YamlSequence { Items: { IsEmpty: false } items })
        {
            text.Refuse(problems, EntryText.JmesPath, "is not a list", "List mappings with path and objectAlias.");
            return [];
        }

        return [.. items.Select((item, place) => Item(text, item, $"{EntryText.JmesPath}[{place}]", entry, problems))
            .OfType<FieldFile>()];
    }

    private static FieldFile? Item(EntryText text, YamlNode item, string place, ObjectEntry entry, ProblemList problems)
    {
        if (item is not YamlMapping fields)
        {
            text.Refuse(
                problems, place, "is not a mapping", "Write path: EXPRESSION and objectAlias: FILE.", node: item);
            return null;
        }

        if (!text.CheckFields(fields, place, problems))
        {
            return null;
        }

        string? Text(string name) => text.Text(fields.Find(name), $"{place}.{name}", problems);

        var path = Path(text, item, place, Text(EntryText.JmesPathItem), problems);
        var alias = Alias(text, item, place, Text(EntryText.ObjectAlias), entry.History, problems);
        var permission = EntryRules.Permission(
            text, $"{place}.{EntryText.FilePermission}", Text(EntryText.FilePermission), entry.Permission, problems);
        return path is null || alias is null ? null : new FieldFile(path, alias, permission);
    }

    private static VolumePath? Alias(
        EntryText text, YamlNode item, string place, string? written, int history, ProblemList problems)
    {
        var field = $"{place}.{EntryText.ObjectAlias}";
        if (written is "")
        {
            text.Refuse(problems, field, "is missing", "Name the file.", node: item);
        }

        return string.IsNullOrEmpty(written) ? null : EntryRules.Alias(text, field, written, history, problems);
    }

    private static FieldPath? Path(EntryText text, YamlNode item, string place, string? written, ProblemList problems)
    {
        var field = $"{place}.{EntryText.JmesPathItem}";
        if (written is null or "")
        {
            if (written is "")
            {
                text.Refuse(problems, field, "is missing", Supported, node: item);
            }

            return null;
        }

        var (path, fault) = FieldPathReader.JmesPath(written);
        if (path is null)
        {
            text.Refuse(problems, field, $"{Quoted.Text(written)} {fault}", Supported, node: item);
        }

        return path;
    }
}
