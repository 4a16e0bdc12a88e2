using System.Collections.Immutable;
using System.Globalization;
using Provider.Model;
using Provider.Yaml;

namespace Provider.Parameters;

/// <summary>Checks the field <c>find</c>, which selects several objects for one entry.</summary>
internal static class SearchRules
{
    public const int DefaultMaxObjects = 100;

    private const string Name = "name";
    private const string Regexp = "regexp";
    private const string Tags = "tags";

    // Key Vault's limit for one object.
    private const int MostTags = 15;

    /// <summary>The most searches of a class: each one lists every object of a vault.</summary>
    private const int MostSearches = 20;

    // A regular expression is compiled many times, since its automaton grows while it is used.
    private const int MostRegexps = 3;

    private static readonly string[] OfOneObject =
    [
        EntryText.ObjectName, EntryText.ObjectVersion, EntryText.ObjectVersionHistory, EntryText.JmesPath,
        EntryText.Default,
    ];

    public static ImmutableArray<string> Fields { get; } = [Name, Regexp, Tags];

    // entry: what has been read of the entry.
    public static ObjectEntry Read(EntryText text, ObjectEntry entry, ProblemList problems)
    {
        if (text.Node(EntryText.FindObjects) is not { } node)
        {
            if (text.IsSet(EntryText.MaxObjects))
            {
                text.Refuse(problems, EntryText.MaxObjects, "needs find",
                    "Remove it, or write find in the place of objectName.");
            }

            return entry;
        }

        if (Mapping(text, node, problems) is not { } find)
        {
            return entry;
        }

        var search = new ObjectSearch(
            Pattern(text, find, problems, out var shown), ReadTags(text, find, problems), Alias(text, problems),
            MaxObjects(text, problems));
        // Until the objects are found, messages show the template as the entry's path.
        return entry with
        {
            Name = shown,
            Path = VolumePath.TryParse(search.Alias, out var template, out _) ? template : entry.Path,
            Search = search,
        };
    }

    // The fields of the search; null when they cannot be read.
    private static YamlMapping? Mapping(EntryText text, YamlNode node, ProblemList problems)
    {
        foreach (var field in OfOneObject.Where(text.IsSet))
        {
            text.Refuse(problems, field, "cannot be combined with find",
                $"Remove {field}: find means several objects.");
        }

        if (node is not YamlMapping find)
        {
            text.Refuse(problems, EntryText.FindObjects, "is not a mapping",
                "Write find: with name, regexp or tags below it.");
            return null;
        }

        return text.CheckFields(find, EntryText.FindObjects, problems) ? find : null;
    }

    /// <summary>Refuses a class with too many searches, before any of their patterns is read.</summary>
    public static bool CheckCount(ImmutableArray<EntryText> texts, ProblemList problems)
    {
        var searches = texts.Select(text => text.Node(EntryText.FindObjects)).Where(node => node is not null).ToList();
        var regexps = searches.OfType<YamlMapping>().Count(find => find.Find(Regexp) is not null);
        return CheckCount(searches.Count, "find", MostSearches, problems)
            && CheckCount(regexps, "find.regexp", MostRegexps, problems);
    }

    private static bool CheckCount(int count, string field, int most, ProblemList problems)
    {
        if (count <= most)
        {
            return true;
        }

        problems.AddParameter(
            ParameterNames.Objects, $"has {count} entries with {field}, more than {most}",
            "Split the class into several.");
        return false;
    }

    private static string? Text(EntryText text, YamlMapping find, string field, ProblemList problems) =>
        text.Text(find.Find(field), $"{EntryText.FindObjects}.{field}", problems);

    // shown: how messages name the entry.
    private static NamePattern Pattern(EntryText text, YamlMapping find, ProblemList problems, out string shown)
    {
        var (glob, regexp) = (Text(text, find, Name, problems) ?? "", Text(text, find, Regexp, problems) ?? "");
        shown = glob.Length > 0 ? glob : regexp.Length > 0 ? regexp : "*";
        if (glob.Length > 0 && regexp.Length > 0)
        {
            text.Refuse(problems, "find.regexp", "cannot be combined with name", "Remove one of the two.", node: find);
        }

        if (glob.Length == 0 && regexp.Length == 0 && find.Find(Tags) is null)
        {
            text.Refuse(problems, EntryText.FindObjects, "names nothing",
                "Write name: \"app-*\", regexp or tags below it.");
        }

        var pattern = new NamePattern(shown, IsRegexp: glob.Length == 0 && regexp.Length > 0);
        if (NamePatternRules.Fault(pattern) is { } fault)
        {
            var field = pattern.IsRegexp ? Regexp : Name;
            text.Refuse(
                problems, $"find.{field}", $"{Quoted.Text(shown)} {fault}",
                field == Name
                    ? "Write letters, digits and hyphens, * for any characters and ? for one."
                    : "Write a regular expression for whole names, without look-around, back-references and braces.",
                node: find);
        }

        return pattern;
    }

    private static ImmutableArray<KeyValuePair<string, string>> ReadTags(
        EntryText text, YamlMapping find, ProblemList problems)
    {
        switch (find.Find(Tags))
        {
            case null:
                return [];
            case YamlMapping { Entries.Length: > 0 and <= MostTags } tags:
                return [.. tags.Entries.Select(tag => KeyValuePair.Create(
                    tag.Key.Text, text.Text(tag.Value, $"find.tags.{Quoted.Text(tag.Key.Text)}", problems) ?? ""))];
            case var node:
                text.Refuse(problems, "find.tags", $"is not a mapping of 1 to {MostTags} tags",
                    "Write tags: {key: value}.", node: node);
                return [];
        }
    }

    private static string Alias(EntryText text, ProblemList problems)
    {
        var alias = text.Find(EntryText.ObjectAlias, problems);
        if (string.IsNullOrEmpty(alias))
        {
            return NameTemplate.Default;
        }

        if (NameTemplate.Fault(alias) is { } fault)
        {
            text.Refuse(
                problems, EntryText.ObjectAlias, $"{Quoted.Text(alias)} {fault}",
                "Write a path with {name} in it, such as config/{name|lower|underscore}.", ErrorCodes.PathInvalid);
        }

        return alias;
    }

    private static int MaxObjects(EntryText text, ProblemList problems)
    {
        var number = text.Find(EntryText.MaxObjects, problems);
        if (string.IsNullOrEmpty(number))
        {
            return DefaultMaxObjects;
        }

        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            && most is >= 1 and <= PlanReader.MostFiles)
        {
            return most;
        }

        text.Refuse(
            problems, EntryText.MaxObjects, $"{Quoted.Text(number)} is not a number from 1 to {PlanReader.MostFiles}",
            "Write such as 200.");
        return DefaultMaxObjects;
    }
}
