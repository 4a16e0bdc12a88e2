using System.Collections.Immutable;
using Provider.Model;
using Provider.Yaml;

namespace Provider.Parameters;

/// <summary>Reads the parameter <c>objects</c>: YAML whose items are texts of YAML.</summary>
// The documented shape is a mapping with the key array whose items are strings (- |). An item may also be a plain
// mapping, and the list may be at the top level: these common mistakes have only one meaning.
internal static class ObjectsReader
{
    /// <summary>The most fields of an entry, or of a mapping within it.</summary>
    public const int MostFields = 256;

    private const string Array = "array";
    private const string Shape = "Write a mapping with the key array, whose items are mappings.";

    public static ImmutableArray<EntryText> Read(string text, ProblemList problems)
    {
        try
        {
            var budget = new YamlBudget(YamlBudget.OfARequest);
            return Items(YamlReader.Read(text, budget), problems) is { } list ? Entries(list, budget, problems) : [];
        }
        catch (YamlFormatException error)
        {
            Malformed(problems, $"is not YAML: {error.Message}", "Correct the YAML at that place.", error.Position);
            return [];
        }
    }

    private static YamlSequence? Items(YamlNode document, ProblemList problems)
    {
        var list = document switch
        {
            YamlSequence bare => bare,
            YamlMapping mapping => mapping.Find(Array),
            _ => null,
        };
        switch (list)
        {
            case YamlSequence { Items.Length: > 0 } items:
                return Present(items, problems);
            case YamlSequence or YamlScalar { IsNull: true }:
                Malformed(problems, "names no objects", "Add at least one entry with objectName and objectType.",
                    list.Position);
                return null;
            default:
                RefuseShape(document, problems);
                return null;
        }
    }

    private static void RefuseShape(YamlNode document, ProblemList problems)
    {
        const string What = "has no list under the key array";
        if (document is YamlMapping mapping && mapping.Find(Array) is null
            && mapping.Entries.FirstOrDefault(entry => entry.Value is YamlSequence) is { Key: { } key })
        {
            Malformed(problems, $"{What}, but under {Quoted.Text(key.Text)}", $"Write {Array} instead.", key.Position);
            return;
        }

        Malformed(problems, What, Shape, document.Position);
    }

    // Go's yaml.v3 drops null items of a list of strings.
    private static YamlSequence? Present(YamlSequence list, ProblemList problems)
    {
        var items = list.Items.RemoveAll(item => item is YamlScalar { IsNull: true });
        if (items.IsEmpty)
        {
            Malformed(
                problems, "names no objects", "Add at least one entry with objectName and objectType.", list.Position);
            return null;
        }

        if (items.Length > PlanReader.MostFiles)
        {
            Malformed(
                problems, $"lists {items.Length} objects, more than {PlanReader.MostFiles}",
                "Split the class into several, each with its own volume.", list.Position);
            return null;
        }

        return list with { Items = items };
    }

    private static ImmutableArray<EntryText> Entries(YamlSequence list, YamlBudget budget, ProblemList problems)
    {
        var readings = new Dictionary<YamlNode, YamlNode>(ReferenceEqualityComparer.Instance);
        var entries = ImmutableArray.CreateBuilder<EntryText>();
        for (var index = 0; index < list.Items.Length; index++)
        {
            if (Entry(index, list.Items[index], readings, budget, problems) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries.ToImmutable();
    }

    private static EntryText? Entry(
        int index, YamlNode item, Dictionary<YamlNode, YamlNode> readings, YamlBudget budget, ProblemList problems)
    {
        try
        {
            // An item that aliases repeat is one node, read once.
            if (!readings.TryGetValue(item, out var read))
            {
                read = readings[item] = item is YamlScalar text ? YamlReader.Read(text.Text, budget) : item;
            }

            if (read is YamlMapping { Entries.Length: <= MostFields } fields)
            {
                return new EntryText(index, fields, item);
            }

            var (what, fix) = read is YamlMapping
                ? ($"has more than {MostFields} fields", EntryText.FewerFields)
                : ("is not a mapping", "Write objectName: NAME and objectType: TYPE on lines of their own.");
            Malformed(problems, what, fix, item.Position, index);
        }
        catch (YamlFormatException error)
        {
            var what = $"is not YAML: {error.Message} (its line {error.Position.Line}, column {error.Position.Column})";
            var position = (item as YamlScalar)?.Resolve(error.Position) ?? item.Position;
            Malformed(problems, what, "Correct the YAML at that place.", position, index);
        }

        return null;
    }

    private static void Malformed(
        ProblemList problems, string what, string fix, TextPosition position, int? index = null) =>
        problems.Add(new Problem(
            ErrorCodes.ObjectsMalformed, new ProblemPlace(ParameterNames.Objects, index, Position: position), what,
            fix));
}
