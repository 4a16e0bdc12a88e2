using System.Collections.Immutable;
using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>What came of checking one file. <c>Unreadable</c> is null when it could.</summary>
internal sealed record FileReport(string File, string Text, ImmutableArray<CheckedClass> Classes, string? Unreadable)
{
    /// <summary>Whether a mount would fail.</summary>
    public bool HasErrors => Classes.Any(one => one.Findings.Any(finding => finding.Severity == Severity.Error));
}
