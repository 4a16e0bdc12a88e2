using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Compares a manifest with the shape that a schema requires.</summary>
internal static class ShapeRules
{
    // Aliases can repeat a list, so that a short text could have very many items.
    private const int MostItems = 1000;

    public static void Check(YamlNode node, Shape shape, string place, FindingList findings)
    {
        switch (shape)
        {
            case Shape.Text:
                CheckText(node, place, findings);
                break;
            case Shape.TextMap map when IsMapping(node, map.TakesNull, place, findings) is { } mapping:
                foreach (var (key,
                    value) in mapping.Entries.Where(entry =>
                        !(map.TakesNull && entry.Value is YamlScalar { IsNull: true })))
                {
                    CheckText(value, $"{place}.{key.Text}", findings);
                }

                break;
            case Shape.List list when IsList(node, place, findings) is { } sequence:
                for (var index = 0; index < Math.Min(sequence.Items.Length, MostItems); index++)
                {
                    Check(sequence.Items[index], list.Item, $"{place}[{index}]", findings);
                }

                break;
            case Shape.Fields fields when IsMapping(node, takesNull: false, place, findings) is { } mapping:
                CheckFields(mapping, fields, place, findings);
                break;
            default:
                break;
        }
    }

    private static void CheckFields(YamlMapping mapping, Shape.Fields fields, string place, FindingList findings)
    {
        StrayFields.Check(mapping, fields, place, findings);
        foreach (var (key, value) in mapping.Entries)
        {
            var inner = place.Length == 0 ? key.Text : $"{place}.{key.Text}";
            if (fields.ByName.TryGetValue(key.Text, out var shape) && !findings.IsExplained(inner))
            {
                Check(value, shape, inner, findings);
            }
        }
    }

    private static void CheckText(YamlNode node, string place, FindingList findings)
    {
        if (ScalarType.OtherThanText(node) is { } type)
        {
            var fix = node is YamlScalar { IsNull: false } scalar ? $"Write {ScalarType.InQuotes(scalar)}."
                : "Write text, or remove the line.";
            findings.Add(
                FindingCodes.FieldType, node.Position, place, $"is {type}, and Kubernetes accepts only text here", fix);
            findings.Explain(place);
        }
    }

    private static YamlMapping? IsMapping(YamlNode node, bool takesNull, string place, FindingList findings)
    {
        if (node is not YamlMapping && !(takesNull && node is YamlScalar { IsNull: true }))
        {
            Refuse(node, place, "a mapping", "Write its fields below it, each on a line of its own, indented.",
                findings);
        }

        return node as YamlMapping;
    }

    private static YamlSequence? IsList(YamlNode node, string place, FindingList findings)
    {
        if (node is not YamlSequence)
        {
            Refuse(node, place, "a list", "Begin each of its items with a hyphen.", findings);
        }

        return node as YamlSequence;
    }

    private static void Refuse(YamlNode node, string place, string demanded, string fix, FindingList findings)
    {
        var what = node switch
        {
            YamlScalar { IsNull: true } => "empty",
            YamlScalar => "text",
            _ => ScalarType.OtherThanText(node),
        };
        findings.Add(
            FindingCodes.FieldType, node.Position, place.Length == 0 ? "document" : place,
            $"is {what}, and Kubernetes accepts only {demanded} here",
            what == "empty" ? "Remove the line, or write its content below it, indented." : fix);
        findings.Explain(place);
    }
}
