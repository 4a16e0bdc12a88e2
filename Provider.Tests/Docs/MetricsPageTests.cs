using System.Text.Json;
using System.Text.RegularExpressions;
using Provider.Model;
using Provider.Tests.EndToEnd;
using Provider.Tests.Identity;
using Provider.Tests.Monitoring;
using Provider.Tests.Telemetry;

namespace Provider.Tests.Docs;

/// <summary>
/// The page of metrics, logs and traces names what a provider under load reports, and nothing else.
/// </summary>
public sealed partial class MetricsPageTests
{
    private static readonly string[] ClosedLabels = ["phase", "stage", "mode", "source", "object_type", "grpc_code",
        "grpc_method", "provider", "os_type"];

    private readonly MarkdownPage page = MarkdownPage.Read("docs/metrics.md");

    [Fact]
    public async Task The_page_names_the_metrics_labels_and_values_that_are_exported_and_no_others()
    {
        await using var stage = await LoadedAsync();
        using var http = new HttpClient();
        var exported =
            await http.GetStringAsync($"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics", Patience.Limit);
        var types = Type().Matches(exported)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["type"].Value);
        var series = Labels(exported, types);

        Assert.All(
            Series().Matches(exported),
            match => Assert.Contains(
                "service_name=\"csi-secrets-store-provider-azure\"", match.Value, StringComparison.Ordinal));
        var rows = Rows("metric").ToDictionary(row => row[0].Trim('`'), row => (Type: row[1], Labels: Words(row[2])));
        Assert.Equal(types.Keys.Order(), rows.Keys.Order());
        Assert.All(rows, row => Assert.Equal(types[row.Key], row.Value.Type));
        Assert.All(rows, row => Assert.Equal(
            series.Where(one => one.Metric == row.Key).Select(one => one.Name).Distinct()
                .Order(), row.Value.Labels.Order()));
        var closed = Rows("label").Where(row => ClosedLabels.Contains(row[0].Trim('`')))
            .ToDictionary(row => row[0].Trim('`'), row => Words(row[1]));
        Assert.Equal(ClosedLabels.Order(), closed.Keys.Order());
        Assert.All(
            series.Where(one => closed.ContainsKey(one.Name)), one => Assert.Contains(one.Value, closed[one.Name]));
        Assert.All(
            series.Where(one => one.Name == "error" && one.Value.Length > 0),
            one => Assert.Contains(one.Value, ErrorCodes.All.Select(code => code.Name)));
    }

    private static List<(string Metric, string Name, string Value)> Labels(
        string exported, Dictionary<string, string> types) =>
    [
        .. from match in Series().Matches(exported)
           let name = types.ContainsKey(match.Groups["name"].Value)
               ? match.Groups["name"].Value
               : Part().Replace(match.Groups["name"].Value, "")
           from label in Label().Matches(match.Groups["labels"].Value)
               .Select(one => (Name: one.Groups["name"].Value, Value: one.Groups["value"].Value))
           where label.Name is not ("le" or "service_name")
           select (Metric: name, label.Name, label.Value),
    ];

    [Fact]
    public void The_closed_sets_of_the_page_are_the_providers_own()
    {
        var labels = Rows("label").ToDictionary(row => row[0], row => Words(row[1]));
        var plans =
            new[] { Plans.PodIdentity(), Plans.For(new AccessMode.VmIdentity(null)), Plans.ServicePrincipal(),
                Plans.WorkloadIdentity(), Plans.TokenProxy() };

        Assert.Equal(plans.Select(plan => plan.Access.Name), labels["`mode`"]);
        Assert.Equal(Enum.GetValues<ObjectType>().Select(type => type.ToWireName())
            .Order(), labels["`object_type`"].Order());
        Assert.Equal(
            ErrorCodes.All.Select(code => code.Status.ToString()).Append("OK").Distinct()
                .Order(), labels["`grpc_code`"].Order());
    }

    [Fact]
    public async Task The_page_names_the_fields_of_the_two_lines_of_a_mount()
    {
        await using var stage = await LoadedAsync("--log-format-json");
        await stage.Provider.StopAsync();
        var lines = stage.Provider.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var always = new[] { "ts", "level", "logger", "event", "msg" };
        foreach (var message in new[] { "mounted", "mount failed" })
        {
            var reported = lines.First(line => line.GetProperty("msg").GetString() == message).EnumerateObject()
                .Select(field => field.Name).Except(always);
            Assert.Equal(
                Rows("field").Where(row => row[1] == "both" || row[1] == $"`{message}`").Select(row => row[0].Trim('`'))
                    .Order(), reported.Order());
        }
    }

    [Fact]
    public async Task The_page_names_the_spans_and_their_attributes()
    {
        await using var collector = await Collector.StartAsync();
        await using (var stage = await LoadedAsync($"--otlp-endpoint={collector.Address}", "--trace-sample-ratio=1"))
        {
            await stage.Provider.StopAsync();
        }

        var rows = Rows("span").SelectMany(row => Words(row[0]).Select(name => (Name: name, Tags: Words(row[1]))))
            .ToDictionary(row => row.Name, row => row.Tags);
        Assert.NotEmpty(collector.Spans);
        Assert.All(collector.Spans, span => Assert.Empty(span.Tags.Keys.Except(rows[span.Name])));
        Assert.Empty(rows.Keys.Except(collector.Spans.Select(span => span.Name)).Except(["POST"]));
        Assert.Equal(rows["mount"].Order(), collector.Spans.Where(span => span.Name == "mount")
            .SelectMany(span => span.Tags.Keys).Distinct().Order());
    }

    private static async Task<Stage> LoadedAsync(params string[] arguments)
    {
        var stage = await Stage.StartAsync("binary", ["--rotation-cache-ttl=30s", .. arguments]);
        var load = new Load(stage);
        load.Prepare();
        await load.RoundAsync();
        return stage;
    }

    // The rows of every table whose first column has this head.
    private IEnumerable<string[]> Rows(string head)
    {
        var lines = page.Text.Split('\n');
        return lines.Index().Where(line => line.Item.StartsWith($"| {head} |", StringComparison.Ordinal))
            .SelectMany(line => lines.Skip(line.Index + 2).TakeWhile(row => row.StartsWith('|')))
            .Select(row => row.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());
    }

    private static string[] Words(string cell) => [.. Word().Matches(cell).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Word();

    [GeneratedRegex("^# TYPE (?<name>\\S+) (?<type>\\S+)$", RegexOptions.Multiline)]
    private static partial Regex Type();

    [GeneratedRegex("^(?<name>[a-z_]+)\\{(?<labels>[^}]*)\\} ", RegexOptions.Multiline)]
    private static partial Regex Series();

    [GeneratedRegex("(?<name>[a-z_]+)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Part();
}
