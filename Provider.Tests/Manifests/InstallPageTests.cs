using System.Diagnostics;
using System.Text.RegularExpressions;
using Provider.Tests.Docs;
using YamlDotNet.RepresentationModel;

namespace Provider.Tests.Manifests;

public sealed partial class InstallPageTests
{
    private static readonly MarkdownPage Page = MarkdownPage.Read("docs/install.md");

    [Fact]
    public void The_table_of_values_names_those_of_the_chart_and_no_others()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "manifests/chart/values.yaml"))));
        // What has an object for a value is one row where the chart hands it on as it is.
        var names = Leaves("", stream.Documents[0].RootNode).Select(name => ResourcesPart().Replace(name, ""))
            .Distinct();
        var rows = Row()
            .Matches(
                Page.Text[Page.Text.IndexOf("| value |", StringComparison.Ordinal)..Page.Text.IndexOf(
                    "There is no `linux", StringComparison.Ordinal)])
            .Select(match => match.Groups[1].Value);
        Assert.Equal(names.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_overlay_is_in_the_table_and_every_path_exists()
    {
        var paths = ManifestPath().Matches(Page.Text).Select(match => match.Value).Distinct().ToList();
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
        Assert.All(Renderings.Folders, folder => Assert.Contains("manifests/" + folder, paths));
    }

    [Fact]
    public void Every_command_of_helm_and_kustomize_renders()
    {
        var commands = Page.Blocks.SelectMany(block => ShellCommands.Read(block.Text)).Select(words => words.ToList())
            .ToList();
        var folders = commands.Where(words => words.Contains("-k")).Select(words => words[words.IndexOf("-k") + 1])
            .ToList();
        var charts = commands.Where(words => words is ["helm", "upgrade", ..]).ToList();
        Assert.NotEmpty(folders);
        Assert.NotEmpty(charts);
        // Not Assert.All, which takes the word that a tool is missing for a failure.
        foreach (var folder in folders)
        {
            StrictManifest.DaemonSet(ManifestTool.Kustomize(folder["manifests/".Length..]));
        }

        foreach (var words in charts)
        {
            StrictManifest.DaemonSet(
                ManifestTool.Template(words.Contains("--set") ? words[words.IndexOf("--set") + 1] : ""));
        }
    }

    [Fact]
    public async Task The_first_command_names_the_image_in_what_it_applies()
    {
        var command = Page.Blocks.Single(
            block => block.Text.StartsWith("kubectl kustomize manifests/base", StringComparison.Ordinal)).Text;
        var edit = ImageEdit().Match(command).Groups[1].Value;
        var start = new ProcessStartInfo("sed", [edit]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var sed = Process.Start(start)!;
        var edited = sed.StandardOutput.ReadToEndAsync(Patience.Limit);
        await sed.StandardInput.WriteAsync(ManifestTool.Kustomize("base"));
        sed.StandardInput.Close();

        Assert.Equal("registry.example/provider-azure:0.1.0",
            StrictManifest.DaemonSet(await edited).Spec.Template.Spec.Containers[0].Image);
    }

    private static IEnumerable<string> Leaves(string prefix, YamlNode node) =>
        node is YamlMappingNode { Children.Count: > 0 } map
        ? map.Children.SelectMany(
            child => Leaves(prefix.Length == 0 ? child.Key.ToString() : $"{prefix}.{child.Key}", child.Value))
        : [prefix];

    [GeneratedRegex(@"(?<=^(linux\.resources|linux\.affinity))\..*")]
    private static partial Regex ResourcesPart();

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\| sed '([^']+)' \|")]
    private static partial Regex ImageEdit();

    [GeneratedRegex(@"manifests/[a-z/-]+[a-z]")]
    private static partial Regex ManifestPath();
}
