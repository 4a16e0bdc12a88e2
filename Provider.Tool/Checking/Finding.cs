using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>Something that a person should change in a manifest.</summary>
internal sealed record Finding(FindingCode Code, TextPosition Position, string Place, string What, string Fix)
{
    public Severity Severity => Code.Severity;
}

/// <summary>How bad a finding is.</summary>
internal enum Severity
{
    /// <summary>It works as it is; another way is more usual.</summary>
    Hint,

    /// <summary>It works, but probably not as meant.</summary>
    Warning,

    /// <summary>Kubernetes, the driver or the provider will refuse it.</summary>
    Error,
}
