using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>A kind of finding. Names are stable: scripts select by them.</summary>
internal sealed record FindingCode(string Name, Severity Severity, string Meaning)
{
    /// <summary>The code of a problem that ends a mount, which has the same name in a pod's event.</summary>
    public static FindingCode Of(ErrorCode code) => new(code.Name, Severity.Error, "");
}
