using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Collects the problems and hints of one request while its parts are read.</summary>
internal sealed class ProblemList
{
    /// <summary>More problems than this are counted, not listed: the text that causes them may be large.</summary>
    private const int Most = 100;

    // Each is a line of the log.
    private const int MostHints = 20;

    private readonly List<Problem> problems = [];
    private readonly List<Hint> hints = [];
    private int omitted;

    public bool IsEmpty => problems.Count == 0;

    /// <summary>Whether another hint would be stored.</summary>
    public bool HasRoomForHints => hints.Count < MostHints;

    /// <summary>The first 20 hints.</summary>
    public ImmutableArray<Hint> Hints => [.. hints];

    /// <summary>All of them, in the order they were found; the first 100, and the number of the others.</summary>
    public ImmutableArray<Problem> ToImmutable() => omitted == 0
        ? [.. problems]
        : [.. problems, new Problem(
            problems[0].Code, new ProblemPlace(ParameterNames.Objects), $"has {omitted} more problems",
            "Correct the others first.")];

    public void Add(Problem problem)
    {
        if (problems.Count < Most)
        {
            problems.Add(problem);
        }
        else
        {
            omitted++;
        }
    }

    public void AddHint(HintKind kind, ProblemPlace place, string what, string fix)
    {
        if (HasRoomForHints)
        {
            hints.Add(new Hint(kind, place, what, fix));
        }
    }

    public void AddIgnored(string parameter, string why, string fix) =>
        AddHint(HintKind.Ignored, new ProblemPlace(parameter), "is ignored " + why, fix);

    public void AddParameter(string parameter, string what, string fix) =>
        Add(new Problem(ErrorCodes.ParameterInvalid, new ProblemPlace(parameter), what, fix));
}
