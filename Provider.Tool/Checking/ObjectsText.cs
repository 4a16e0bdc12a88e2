using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Finds places of the text of <c>objects</c> in the file, and how its lines are indented there.</summary>
internal static class ObjectsText
{
    // Where the objects' text is in the file is known for a literal block; else the parameter itself is the place.
    public static TextPosition Position(ProblemPlace place, YamlMapping parameters) =>
        place is { Position: { } inner } && parameters.FindAnyCase(ParameterNames.Objects) is YamlScalar objects
            ? InFile(inner, objects)
            : parameters.PositionOf(place.Parameter);

    // A mount trims the text, and counts lines from there.
    private static TextPosition InFile(TextPosition inner, YamlScalar objects)
    {
        var blank = objects.Text.AsSpan()[..^objects.Text.TrimStart().Length].Count('\n');
        return objects.Resolve(inner with { Line = inner.Line + blank });
    }

    /// <summary>Says so where objects are not YAML because of how a line is indented.</summary>
    public static void ExplainIndentation(Problem problem, YamlMapping parameters, FindingList findings)
    {
        const string Objects = "spec.parameters.objects";
        if (problem.Code != ErrorCodes.ObjectsMalformed
            || problem.Place.Position is not { } inner
            || parameters.FindAnyCase(ParameterNames.Objects) is not YamlScalar objects)
        {
            return;
        }

        var lines = objects.Text.TrimStart().Split('\n');
        var position = InFile(inner, objects);
        if (Indentation.HasTab(lines, inner))
        {
            findings.Add(
                FindingCodes.TabIndentation, position, Objects,
                "has a tab in the indentation of this line", "Indent with blanks.");
            findings.Explain(ParameterNames.Objects);
        }
        else if (Indentation.IsMissing(lines, inner))
        {
            findings.Add(
                FindingCodes.BlockUnindented, position, Objects,
                "has a line that is not indented below the bar of the line before",
                "Indent the fields of the entry with two more blanks.");
            findings.Explain(ParameterNames.Objects);
        }
    }
}
