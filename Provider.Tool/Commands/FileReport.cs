using System.Collections.Immutable;
using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>What came of checking one file.</summary>
/// <param name="File">Its path, as it was given.</param>
/// <param name="Text">Its text, to show the lines at fault.</param>
/// <param name="Classes">Its SecretProviderClasses.</param>
/// <param name="Unreadable">Why it could not be read; none when it could.</param>
internal sealed record FileReport(string File, string Text, ImmutableArray<CheckedClass> Classes, string? Unreadable)
{
    /// <summary>Whether a mount would fail.</summary>
    public bool HasErrors => Classes.Any(one => one.Findings.Any(finding => finding.Severity == Severity.Error));
}
