using System.Collections.Immutable;
using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>What came of checking one file.</summary>
internal sealed record FileReport(string File, string Text, ImmutableArray<CheckedClass> Classes, string? Unreadable)
{
    /// <summary>Whether there is a finding that is at least so bad.</summary>
    public bool Has(Severity least) => Classes.Any(one => one.Findings.Any(finding => finding.Severity >= least));
}
