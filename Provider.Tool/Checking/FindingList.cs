using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>Collects the findings of one class, and the problems of its plan that follow from them.</summary>
internal sealed class FindingList
{
    private readonly List<Finding> findings = [];
    private readonly Dictionary<string, int> explained = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The findings in the order of the file.</summary>
    public ImmutableArray<Finding> InOrder =>
        [.. findings.OrderBy(finding => finding.Position.Line).ThenBy(finding => finding.Position.Column)];

    public bool HasErrors => findings.Exists(finding => finding.Severity == Severity.Error);

    public void Add(FindingCode code, TextPosition position, string place, string what, string fix) =>
        findings.Add(new Finding(code, position, place, what, fix));

    /// <summary>Adds a finding unless it is in the list: one mistake may be found at several entries.</summary>
    public void AddOnce(Finding finding)
    {
        if (!findings.Contains(finding))
        {
            findings.Add(finding);
        }
    }

    /// <summary>Marks the last finding as the cause of other problems of a parameter, a field or an entry.</summary>
    public void Explain(string what) => explained.TryAdd(what, findings.Count - 1);

    public bool IsExplained(string what) => explained.ContainsKey(what);

    /// <summary>The name of an entry's field for <see cref="Explain"/>.</summary>
    public static string FieldOf(int entry, string field) => $"objects[{entry}].{field}";

    /// <summary>Adds a problem that fails a mount, unless a finding explains it, which then becomes an error.</summary>
    public void AddProblem(Problem problem, TextPosition position)
    {
        var place = problem.Place;
        var name = place is { EntryIndex: { } entry, Field: { } field } ? FieldOf(entry, field) : place.Parameter;
        if (!explained.TryGetValue(name, out var reason))
        {
            Add(FindingCode.Of(problem.Code), position, "spec.parameters." + (place with { Position = null }),
                problem.What, problem.Fix);
        }
        else if (findings[reason].Severity != Severity.Error)
        {
            var code = findings[reason].Code with { Severity = Severity.Error };
            findings[reason] = findings[reason] with { Code = code };
        }
    }
}
