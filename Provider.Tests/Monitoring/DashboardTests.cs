using System.Text.Json.Nodes;

namespace Provider.Tests.Monitoring;

/// <summary>The dashboard can be imported as it stands, into any Grafana.</summary>
public sealed class DashboardTests
{
    private readonly JsonNode dashboard = MonitoringFiles.Dashboard();

    private IReadOnlyList<JsonNode> Panels => [.. dashboard["panels"]!.AsArray().Select(panel => panel!)];

    [Fact]
    public void It_has_the_rows_of_what_operators_watch()
    {
        Assert.Equal(
            ["Mounts", "Stages", "Tokens", "Vault", "Expiry", "Process", "Build"],
            Panels.Where(panel => Text(panel, "type") == "row").Select(panel => Text(panel, "title")));
    }

    [Fact]
    public void Every_query_asks_the_data_source_that_is_chosen()
    {
        foreach (var node in Panels.Where(panel => panel["targets"] is not null)
            .SelectMany(panel => panel["targets"]!.AsArray().Append(panel))
            .Concat(Variables().Where(one => Text(one, "type") == "query")))
        {
            Assert.Equal(("prometheus", "${datasource}"),
                (Text(node!["datasource"]!, "type"), Text(node["datasource"]!, "uid")));
        }
    }

    [Fact]
    public void Every_query_keeps_to_the_instances_that_are_chosen()
    {
        Assert.All(
            DashboardQuery.All,
            query =>
                Assert.Contains("cluster=~\"$cluster\",job=~\"$job\",node=~\"$node\",instance=~\"$instance\"",
                    query.Expression, StringComparison.Ordinal));
        Assert.All(DashboardQuery.All, query => Assert.DoesNotContain("$", query.Filled, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_variable_but_the_data_source_is_used_and_asks_for_all_values_by_default()
    {
        var variables = Variables().ToList();

        Assert.Equal(["datasource", "cluster", "job", "node", "instance", "namespace"],
            variables.Select(one => Text(one, "name")));
        Assert.All(variables.Skip(1), one =>
        {
            Assert.Equal("$__all", Text(one["current"]!["value"]!, 0));
            Assert.Contains(DashboardQuery.All,
                query => query.Expression.Contains("$" + Text(one, "name"), StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Panels_have_an_id_a_description_and_a_place_of_their_own()
    {
        Assert.Distinct(Panels.Select(panel => panel["id"]!.GetValue<int>()));
        Assert.All(
            Panels.Where(panel => Text(panel, "type") != "row"), panel => Assert.NotEmpty(Text(panel, "description")));
        Assert.Distinct(Panels.SelectMany(Cells));
        Assert.All(Panels.SelectMany(Cells), cell => Assert.InRange(cell.X, 0, 23));
    }

    private IEnumerable<JsonNode> Variables() => dashboard["templating"]!["list"]!.AsArray().Select(one => one!);

    private static IEnumerable<(int X, int Y)> Cells(JsonNode panel)
    {
        int At(string name) => panel["gridPos"]![name]!.GetValue<int>();
        return from x in Enumerable.Range(At("x"), At("w"))
               from y in Enumerable.Range(At("y"), At("h"))
               select (x, y);
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static string Text(JsonNode node, int index) => node[index]!.GetValue<string>();
}
