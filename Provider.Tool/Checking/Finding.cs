using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>Something that should be changed in a manifest.</summary>
internal sealed record Finding(FindingCode Code, TextPosition Position, string Place, string What, string Fix)
{
    public Severity Severity => Code.Severity;
}

/// <summary>The severity of a finding.</summary>
internal enum Severity
{
    /// <summary>It works; another form is more common.</summary>
    Hint,

    /// <summary>It works, but probably not as intended.</summary>
    Warning,

    /// <summary>Kubernetes, the driver or the provider will refuse it.</summary>
    Error,
}

/// <summary>A kind of finding. Names are stable, since scripts use them.</summary>
internal sealed record FindingCode(string Name, Severity Severity, string Meaning)
{
    /// <summary>The code of a problem that fails a mount, with the same name as in a pod's event.</summary>
    public static FindingCode Of(ErrorCode code) => new(code.Name, Severity.Error, "");
}
