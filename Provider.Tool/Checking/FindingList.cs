using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>
/// Gathers the findings of one class, and which problems of its plan follow from one that is reported already.
/// </summary>
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

    /// <summary>Adds a finding unless it is in the list: one mistake may be noticed at several entries.</summary>
    public void AddOnce(Finding finding)
    {
        if (!findings.Contains(finding))
        {
            findings.Add(finding);
        }
    }

    /// <summary>
    /// Says that the finding added last is the reason for whatever is wrong with a parameter, a field or an entry.
    /// </summary>
    public void Explain(string what) => explained.TryAdd(what, findings.Count - 1);

    public bool IsExplained(string what) => explained.ContainsKey(what);

    /// <summary>How <see cref="Explain"/> names a field of an entry.</summary>
    public static string FieldOf(int entry, string field) => $"objects[{entry}].{field}";

    /// <summary>Adds a problem that ends a mount, unless a finding explains it, which is an error then.</summary>
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
