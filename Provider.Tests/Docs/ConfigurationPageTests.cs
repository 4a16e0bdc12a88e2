using System.Text.RegularExpressions;
using Provider.Hosting;
using Provider.Model;
using Provider.Parameters;
using Provider.Tool.Checking;

namespace Provider.Tests.Docs;

/// <summary>
/// The configuration page names every parameter, field, cloud and variable that there is, with its default, and no
/// other.
/// </summary>
public sealed partial class ConfigurationPageTests
{
    private static readonly PlanReader Plans =
        new(new PlanSettings("AzurePublicCloud") { CloudEnvironmentFiles = _ => SampleRequest.CloudFile });
    private static readonly string[] NotDefaults = ["required", "none", "the name"];

    private readonly MarkdownPage page = MarkdownPage.Read("docs/configuration.md");

    [Fact]
    public void The_parameters_are_the_providers_own()
    {
        var own = Known("surely-unknown: \"1\"", "objects: |\n      - objectName: a\n        objectType: secret");

        Assert.Equal(own.Order(), Rows("## Parameters").Select(row => Word(row[0])).Order());
    }

    [Fact]
    public void The_fields_are_the_providers_own()
    {
        var own = Known("objects: |\n      - objectName: a\n        objectType: secret\n        surely-unknown: 1");

        Assert.Equal(own.Order(), Rows("## Entries of objects").Select(row => Word(row[0])).Order());
    }

    [Fact]
    public void What_is_called_required_is_and_everything_else_is_not()
    {
        var whole = new Dictionary<string, string> { ["objectName"] = "a", ["objectType"] = "secret" };
        foreach (var row in Rows("## Entries of objects"))
        {
            var without = whole.Where(field => field.Key != Word(row[0]));
            Assert.Equal(row[1] == "required", Read(without).Plan is null);
        }
    }

    [Fact]
    public void Writing_a_default_out_changes_nothing()
    {
        var defaults = Rows("## Entries of objects").Where(row => !NotDefaults.Contains(row[1]))
            .ToDictionary(row => Word(row[0]), row => Word(row[1]));
        Assert.Equal(6, defaults.Count);
        var plain = new Dictionary<string, string> { ["objectName"] = "a", ["objectType"] = "secret" };

        Assert.Equal(Read(plain).OrThrow().Entries[0], Read(plain.Concat(defaults)).OrThrow().Entries[0]);
    }

    [Fact]
    public void Writing_a_parameters_default_out_changes_nothing()
    {
        var defaults = Rows("## Parameters").Where(row => !NotDefaults.Contains(row[1]))
            .Select(row => $"{Word(row[0])}: \"{Word(row[1])}\"").ToList();
        Assert.Equal(4, defaults.Count);
        const string Rest =
            "keyvaultName: demo\nclientID: 11111111-1111-1111-1111-111111111111\ntenantID: t\nobjects: |\n  - "
            + "objectName: a\n    objectType: secret";

        var (plain, written) = (Plan(Rest), Plan(string.Join('\n', defaults) + '\n' + Rest));

        Assert.Equal((plain.Cloud, plain.Access.ToString()), (written.Cloud, written.Access.ToString()));
    }

    [Fact]
    public void The_clouds_are_where_the_page_says()
    {
        var rows = Rows("## Clouds");
        Assert.Equal(5, rows.Count);
        foreach (var row in rows.Where(row => row[2] != "from the file"))
        {
            foreach (var name in new[] { row[0], row[1] }.Where(name => name.Length > 0))
            {
                var cloud =
                    Plan($"keyvaultName: NAME\ncloudName: {Word(name)}\nusePodIdentity: \"1\"\nobjects: |\n  - "
                        + $"objectName: a\n    objectType: key").Cloud;
                Assert.Equal((Word(row[2]), Word(row[3])), (cloud.Authority.Host, "NAME." + cloud.VaultSuffix));
            }
        }
    }

    [Fact]
    public void The_variables_are_those_that_the_provider_asks_for()
    {
        var asked = new List<string>();
        NodeEnvironment.Of(name =>
        {
            asked.Add(name);
            return null;
        });

        Assert.Equal(asked.Order(), Rows("## Environment variables").Select(row => Word(row[0])).Order());
    }

    [Fact]
    public void The_codes_of_the_page_are_error_codes()
    {
        var known = ErrorCodes.All.Select(code => code.Name).ToHashSet();
        var named = Rows("## Parameters").SelectMany(row => Code().Matches(row[3]))
            .Select(match => match.Groups[1].Value).ToHashSet();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    // The checker itself lists the names that it knows when a name is like none of them.
    private static string[] Known(params string[] parameters)
    {
        var findings = new ManifestChecker(new ClassChecker(Plans, separateFiles: false)).Check(
            "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: a\nspec:\n  "
            + "provider: azure\n  parameters:\n"
            + string.Concat(parameters.Select(parameter => $"    {parameter}\n"))).SelectMany(one => one.Findings);
        var reported = Assert.Single(findings, finding => finding.What == "is unknown and ignored").Fix;
        return reported["Known are ".Length..].TrimEnd('.').Split(", ");
    }

    private static PlanReading Read(IEnumerable<KeyValuePair<string, string>> fields) => Reading(
        "keyvaultName: demo\nusePodIdentity: \"true\"\nobjects: |\n  - "
            + string.Join("\n    ", fields.Select(field => $"{field.Key}: {field.Value}")));

    private static MountPlan Plan(string parameters) => Reading(parameters).OrThrow();

    private static PlanReading Reading(string parameters) =>
        Plans.Read(SampleRequest.For((Provider.Yaml.YamlMapping)Provider.Yaml.YamlReader.Read(parameters), "page"));

    // The rows of the first table below a heading.
    private List<string[]> Rows(string heading) =>
        [.. page.Text.Split('\n').SkipWhile(line => line != heading)
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];

    private static string Word(string cell) => cell.Trim('`');

    [GeneratedRegex("`([a-z]+(-[a-z]+)+)`")]
    private static partial Regex Code();
}
