using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Finds fields that are not in the schema at their place: misspelled, misplaced, or not indented.</summary>
internal static class StrayFields
{
    public static void Check(YamlMapping mapping, Shape.Fields fields, string place, FindingList findings)
    {
        var stray = mapping.Entries.Select(entry => entry.Key).Where(key => !fields.ByName.ContainsKey(key.Text))
            .ToLookup(key => Home(key, fields));
        var spec = place == "metadata" ? stray[null].FirstOrDefault(key => key.Text == "spec") : null;
        if (spec is not null)
        {
            // The lines below it, in its own column, are fields of it.
            findings.Add(
                FindingCodes.FieldMisplaced, spec.Position, Join(place, spec.Text),
                "belongs to the top level, but is indented below metadata", "Begin it in the first column.");
            findings.Explain("spec");
            findings.Explain("spec.provider");
            findings.Explain("spec.parameters");
        }

        foreach (var moved in stray.Where(group => group.Key is not null && !(spec is not null && group.Key == "spec")))
        {
            CheckMoved([.. moved], moved.Key!, mapping, place, findings);
        }

        foreach (var key in stray[null].Where(key => key != spec))
        {
            CheckUnknown(key, mapping, fields, place, findings);
        }
    }

    // A field of this place in another case or another word is misspelled, not misplaced.
    private static string? Home(YamlScalar key, Shape.Fields fields) =>
        fields.ByName.Keys.Any(name => name.Equals(key.Text, StringComparison.OrdinalIgnoreCase))
            || MeantName.IsWordFor(key.Text, fields.ByName.Keys) ? null
            : FieldHomes.Of(key.Text);

    private static void CheckMoved(
        YamlScalar[] keys, string home, YamlMapping mapping, string place, FindingList findings)
    {
        var first = keys[0];
        var others = keys.Length == 1 ? ""
            : $", and so {(keys.Length == 2 ? "does" : "do")} "
                + $"{string.Join(", ", keys.Skip(1).Take(9).Select(key => key.Text))}";
        var parent = home.Split('.', ' ')[^1];
        var isUnindented = mapping.Entries.Any(entry =>
            entry.Key.Text == parent && entry.Value is YamlScalar { IsNull: true }
                && entry.Key.Position.Line < first.Position.Line);
        if (isUnindented)
        {
            findings.Add(
                FindingCodes.BlockUnindented, first.Position, Join(place, first.Text),
                $"belongs to {parent}{others}, but is not indented below it",
                $"Indent the lines below {parent}: with two more blanks.");
        }
        else
        {
            findings.Add(
                FindingCodes.FieldMisplaced, first.Position, Join(place, first.Text), $"belongs to {home}{others}",
                "Move it there.");
        }

        Explain([home, parent, Join(place, parent)], findings);
        Explain(keys.SelectMany(key => new[] { key.Text, $"{home}.{key.Text}" }), findings);
    }

    private static void Explain(IEnumerable<string> names, FindingList findings)
    {
        foreach (var name in names)
        {
            findings.Explain(name);
        }
    }

    private static void CheckUnknown(
        YamlScalar key, YamlMapping mapping, Shape.Fields fields, string place, FindingList findings)
    {
        var nearest = MeantName.Find(key.Text, fields.ByName.Keys);
        if (place.Length == 0 && nearest is null)
        {
            findings.Add(
                FindingCodes.FieldExtra, key.Position, key.Text, "is not a field of a SecretProviderClass",
                "Kubernetes drops it, and kubectl refuses it unless it is given --validate=ignore.");
            return;
        }

        findings.Add(
            FindingCodes.FieldUnknown, key.Position, Join(place, key.Text), "is not a field of the schema",
            nearest is null ? $"Known are {string.Join(", ", fields.ByName.Keys.Order(StringComparer.Ordinal))}."
                : $"Did you mean {nearest}?");
        if (nearest is not null && mapping.Find(nearest) is null)
        {
            findings.Explain(Join(place, nearest));
        }
    }

    private static string Join(string place, string field) => place.Length == 0 ? field : $"{place}.{field}";
}
