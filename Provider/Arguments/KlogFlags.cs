using System.Collections.Immutable;

namespace Provider.Arguments;

/// <summary>klog's flags except <c>-v</c>: checked as klog v2.130 checks them, and ignored.</summary>
internal static class KlogFlags
{
    private static readonly FlagType Severity = new(
        "TEXT", "INFO, WARNING, ERROR, FATAL or a number",
        text => GoNumber.ReadDecimal(text) is not null
            || text.ToUpperInvariant() is "INFO" or "WARNING" or "ERROR" or "FATAL");

    private static readonly FlagType Levels = new("TEXT", "FILE=LEVEL,...", text => text.Split(',').All(IsLevel));

    private static readonly FlagType Line = new(
        "TEXT", "FILE.go:LINE",
        text => text.Split(':') is [var file, var line] && file.Contains('.') && long.TryParse(line, out var number)
            && number > 0);

    public static ImmutableArray<DaemonFlag> All { get; } =
    [
        .. new[] { "add_dir_header", "alsologtostderr", "logtostderr", "one_output", "skip_headers",
            "skip_log_headers" }
            .Select(name => Ignored(name, FlagType.Boolean)),
        Ignored("log_backtrace_at", Line),
        Ignored("log_dir", FlagType.Text),
        Ignored("log_file", FlagType.Text),
        Ignored("log_file_max_size", FlagType.Unsigned),
        Ignored("stderrthreshold", Severity),
        Ignored("vmodule", Levels),
    ];

    private static DaemonFlag Ignored(string name, FlagType type) =>
        new(name, type, "", "A flag of klog.") { IsIgnored = true, IsHidden = true };

    // Empty parts, such as after a trailing comma, are ignored.
    private static bool IsLevel(string part) =>
        part.Length == 0 || part.Split('=') is [{ Length: > 0 }, var level] && GoNumber.ReadDecimal(level) >= 0;
}
