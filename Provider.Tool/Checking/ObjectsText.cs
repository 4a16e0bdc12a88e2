using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;

namespace Provider.Tool.Checking;

/// <summary>Maps positions in the text of <c>objects</c> to the file, with the indentation there.</summary>
internal static class ObjectsText
{
    // Positions are known for a literal block; otherwise the parameter's own position is used.
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

    /// <summary>The mistake in objects that are not YAML; null if the problem's own message is as specific.</summary>
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
