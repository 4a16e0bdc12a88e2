using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Provider.Tests.Monitoring;

/// <summary>An alert of the rules file.</summary>
internal sealed partial record AlertRule(string Name, string Expression, string? Severity, JsonObject Annotations)
{
    public static IReadOnlyList<AlertRule> All { get; } = Read();

    /// <summary>
    /// What is compared, without what it is compared with: there are data for it also while nothing is wrong.
    /// </summary>
    public string WithoutThresholds => Absent().Replace(Threshold().Replace(Expression, ""), "${of}");

    private static IReadOnlyList<AlertRule> Read() =>
    [
        .. from @group in MonitoringFiles.Yaml(MonitoringFiles.Rules)["groups"]!.AsArray()
           from rule in @group!["rules"]!.AsArray()
           select new AlertRule(
               rule["alert"]!.GetValue<string>(), rule["expr"]!.GetValue<string>(),
               rule["labels"]?["severity"]?.GetValue<string>(), rule["annotations"]!.AsObject()),
    ];

    [GeneratedRegex(@" (<|>|==) [\d.]+( \* \d+)?")]
    private static partial Regex Threshold();

    [GeneratedRegex(@"^absent\((?<of>.*)\)$")]
    private static partial Regex Absent();
}
