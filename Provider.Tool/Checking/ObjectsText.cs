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

    /// <summary>
    /// What its author did where objects are not YAML; null where the problem's own words are as good.
    /// </summary>
    public static Finding? Explain(Problem problem, YamlMapping parameters)
    {
        if (problem.Code != ErrorCodes.ObjectsMalformed
            || problem.Place.Position is not { } inner
            || parameters.FindAnyCase(ParameterNames.Objects) is not YamlScalar objects)
        {
            return null;
        }

        var mistake = YamlMistake.Find(objects.Text.TrimStart().Split('\n'), inner, problem.What);
        var isNotYaml = problem.What.StartsWith("is not YAML", StringComparison.Ordinal);
        return isNotYaml || mistake.Position != inner
            ? new Finding(
                mistake.Code ?? FindingCode.Of(problem.Code), InFile(mistake.Position, objects),
                "spec.parameters." + (problem.Place with { Position = null }), mistake.What, mistake.Fix)
            : null;
    }
}
