using System.Text.RegularExpressions;

namespace Provider.Tests.Monitoring;

/// <summary>The alerts: valid for Prometheus, tested by it, and with all that their reader needs.</summary>
public sealed partial class RuleTests
{
    [Fact]
    public async Task Prometheus_accepts_the_rules()
    {
        var (status, said) = await PromTool.RunAsync("", "check", "rules", MonitoringFiles.Rules);

        Assert.True(status == 0, said);
        Assert.Contains($"{AlertRule.All.Count} rules found", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_alert_fires_and_stays_quiet_as_its_tests_say()
    {
        var (status, said) = await PromTool.RunAsync("", "test", "rules", MonitoringFiles.RuleTests);

        Assert.True(status == 0, said);
    }

    [Fact]
    public void Each_alert_has_a_test_in_which_it_fires_and_another_in_which_it_does_not()
    {
        var cases = MonitoringFiles.Yaml(MonitoringFiles.RuleTests)["tests"]!.AsArray()
            .Select(test => test!["alert_rule_test"]!.AsArray())
            .ToLookup(
                checks => checks[0]!["alertname"]!.GetValue<string>(),
                checks => checks.Any(check => check!["exp_alerts"]!.AsArray().Count > 0));

        Assert.Equal(AlertRule.All.Select(rule => rule.Name).Order(), cases.Select(@case => @case.Key).Order());
        Assert.All(cases, @case => Assert.Equal([false, true], @case.Distinct().Order()));
    }

    [Fact]
    public void Each_alert_says_what_is_wrong_and_what_to_do()
    {
        Assert.All(AlertRule.All, rule =>
        {
            Assert.StartsWith("AzureKeyVaultProvider", rule.Name, StringComparison.Ordinal);
            Assert.Contains(rule.Severity, (string[])["info", "warning", "critical"]);
            Assert.Equal(["action", "description", "runbook_url", "summary"], rule.Annotations.Select(one => one.Key)
                .Order());
            Assert.All(rule.Annotations,
                one => Assert.DoesNotContain("://", one.Value!.GetValue<string>(), StringComparison.Ordinal));
        });
        Assert.Distinct(AlertRule.All.Select(rule => rule.Name));
    }

    [Fact]
    public async Task Runbooks_name_sections_that_exist()
    {
        foreach (var runbook in AlertRule.All.Select(rule => rule.Annotations["runbook_url"]!.GetValue<string>()))
        {
            var page = Assert.Single(Page().Matches(runbook)).Value;
            var text =
                await File.ReadAllTextAsync(Path.Combine(Repository.Root, page), TestContext.Current.CancellationToken);
            if (Section().Match(runbook) is { Success: true } section)
            {
                Assert.Matches($"(?mi)^#+ `?{section.Groups["name"].Value}`?$", text);
            }
        }
    }

    [GeneratedRegex(@"docs/[a-z-]+\.md")]
    private static partial Regex Page();

    // A name that is a label's value stands for each of the error codes, whose sections another test keeps.
    [GeneratedRegex(@"#(?<name>[\w-]+)$")]
    private static partial Regex Section();
}
