using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>Something that a person should change in a manifest.</summary>
internal sealed record Finding(Severity Severity, TextPosition Position, string Place, string What, string Fix);

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>It works, but probably not as meant.</summary>
    Warning,

    /// <summary>Kubernetes, the driver or the provider will refuse it.</summary>
    Error,
}
