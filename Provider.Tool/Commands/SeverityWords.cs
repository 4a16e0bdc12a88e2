using Provider.Tool.Checking;

namespace Provider.Tool.Commands;

/// <summary>The words for severities, in text and in JSON.</summary>
internal static class SeverityWords
{
    public static string Of(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "hint",
    };
}
