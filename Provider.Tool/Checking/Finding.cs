using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>Something that a person should change in a manifest.</summary>
/// <param name="Severity">Whether a mount would fail for it.</param>
/// <param name="Position">Where in the file.</param>
/// <param name="Place">Where in the manifest's own words.</param>
/// <param name="What">What is wrong, as a clause.</param>
/// <param name="Fix">What to write instead, as a sentence.</param>
internal sealed record Finding(Severity Severity, TextPosition Position, string Place, string What, string Fix);

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>It works, but probably not as meant.</summary>
    Warning,

    /// <summary>Kubernetes, the driver or the provider will refuse it.</summary>
    Error,
}
