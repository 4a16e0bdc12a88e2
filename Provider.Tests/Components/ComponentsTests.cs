using System.Text.RegularExpressions;

namespace Provider.Tests.Components;

/// <summary>The components and their parts form layers, as docs/design.md shows them.</summary>
public sealed partial class ComponentsTests
{
    // From the bottom up: what each uses. A part of a component that shares types with it may be below it or above it.
    private static readonly (string Name, string[] Uses)[] Layers =
    [
        ("Protocol", []),
        ("Model", []),
        ("Sharing", []),
        ("Telemetry", ["Model"]),
        ("Yaml", ["Model"]),
        ("Parameters", ["Model", "Yaml"]),
        ("Content.Pem", ["Model"]),
        ("Content.Certificates", ["Model", "Content.Pem"]),
        ("Content.Pfx", ["Model", "Content.Certificates"]),
        ("Content.Fields", ["Model", "Yaml"]),
        ("Content", ["Model", "Content.Pem", "Content.Certificates", "Content.Pfx", "Content.Fields"]),
        ("Content.Converting", ["Model", "Sharing", "Content.Pfx", "Content.Fields", "Content"]),
        ("Http.Failures", []),
        ("Http.Connections", ["Sharing", "Http.Failures"]),
        ("Http.Proxies", ["Http.Failures"]),
        ("Http.Trust", ["Model", "Http.Failures"]),
        ("Http", ["Model", "Telemetry", "Http.Failures", "Http.Connections", "Http.Proxies", "Http.Trust"]),
        ("Identity.Responses", ["Model", "Http"]),
        ("Identity.Entra", ["Model", "Http.Failures", "Http", "Identity.Responses"]),
        ("Identity.PodIdentity", ["Model", "Http.Failures", "Http", "Identity.Responses"]),
        ("Identity.VmIdentity", ["Model", "Http.Failures", "Http", "Identity.Responses"]),
        ("Identity.TokenProxy",
            ["Model", "Sharing", "Http.Failures", "Http.Connections", "Http.Trust", "Http", "Identity.Responses",
             "Identity.Entra"]),
        ("Identity",
            ["Model", "Sharing", "Telemetry", "Http", "Identity.Responses", "Identity.Entra",
             "Identity.PodIdentity", "Identity.VmIdentity", "Identity.TokenProxy"]),
        ("KeyVault", ["Model", "Sharing", "Telemetry", "Http.Failures", "Http.Connections", "Http"]),
        ("Mounting",
            ["Protocol", "Model", "Sharing", "Telemetry", "Parameters", "Content", "Content.Converting",
             "Http.Connections", "Http", "Identity", "KeyVault"]),
        ("Hosting.Http2", []),
        ("Hosting.Listening", []),
        ("Hosting",
            ["Protocol", "Model", "Telemetry", "Parameters", "Mounting", "Hosting.Http2", "Hosting.Listening"]),
        ("Arguments.Help", []),
        ("Arguments", ["Model", "Telemetry", "Parameters", "Hosting", "Arguments.Help"]),
        ("",
            ["Model", "Sharing", "Telemetry", "Parameters", "Content", "Content.Converting", "Http.Trust", "Http",
             "Identity.Entra", "Identity.PodIdentity", "Identity.VmIdentity", "Identity.TokenProxy", "Identity",
             "KeyVault", "Mounting", "Hosting.Listening", "Hosting", "Arguments.Help", "Arguments"]),
        ("Tool.Checking", ["Model", "Yaml", "Parameters"]),
        ("Tool.Writing", ["Model"]),
        ("Tool.Login", ["Model", "Http.Failures", "Http", "Identity.Responses", "Identity"]),
        ("Tool.Commands.Help", ["Arguments.Help"]),
        ("Tool.Commands.Completion", ["Arguments.Help"]),
        ("Tool.Commands",
            ["Model", "Yaml", "Parameters", "Mounting", "Hosting", "Arguments.Help", "Arguments",
             "Tool.Checking", "Tool.Login", "Tool.Commands.Help", "Tool.Commands.Completion"]),
        ("Tool",
            ["Model", "Sharing", "Telemetry", "Content", "Content.Converting", "Http", "Identity", "KeyVault",
             "Mounting", "Hosting", "Tool.Writing", "Tool.Login", "Tool.Commands"]),
    ];

    public static TheoryData<string> Components => [.. Layers.Select(layer => layer.Name)];

    private static string Source => Path.Combine(Repository.Root, "Provider");

    private static IEnumerable<string> Paths => new[] { Source, Source + ".Tool" }
        .SelectMany(program => Directory.GetFiles(program, "*.cs", SearchOption.AllDirectories))
        .Where(file => !Generated().IsMatch(file));

    private static List<SourceFile> Files => [.. Paths.Select(Read)];

    [Theory]
    [MemberData(nameof(Components))]
    public void A_component_uses_only_those_below_it(string component)
    {
        var files = Files;
        var used = files.Where(file => NameOf(file.Namespace) == component).SelectMany(file => file.Uses(Types(files)))
            .Select(NameOf);

        Assert.Empty(used.Except(Layers.Single(layer => layer.Name == component).Uses));
    }

    [Fact]
    public void No_component_is_below_itself() =>
        Assert.All(Layers.Index(),
            layer => Assert.Empty(layer.Item.Uses.Except(Layers.Take(layer.Index).Select(below => below.Name))));

    [Fact]
    public void Every_file_is_of_a_component_by_its_folder_and_its_namespace()
    {
        Assert.Empty(Files.Select(file => NameOf(file.Namespace)).Except(Layers.Select(layer => layer.Name)));
        Assert.All(Paths.Where(path => !path.EndsWith("/Program.cs", StringComparison.Ordinal)), path => Assert.Equal(
            Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!).Replace('/', '.'),
            Read(path).Namespace));
    }

    [Theory]
    [InlineData("using Provider.Hosting;\nnamespace Provider.Content.Pem;")]
    [InlineData("using static Provider.Hosting.Server;\nnamespace Provider.Content.Pem;")]
    [InlineData("using Host = Provider.Hosting.Server;\nnamespace Provider.Content.Pem;")]
    [InlineData("global using global::Provider.Hosting;\nnamespace Provider.Content.Pem;")]
    [InlineData("namespace Provider.Content.Pem;\nclass A { Provider.Hosting.Server one; }")]
    [InlineData("namespace Provider.Content.Pem;\nclass A { object one = global::Provider.Hosting.Server.Start(); }")]
    [InlineData("namespace Provider.Content.Pem;\nclass A { string one = $\"{Hosting.Server.Name} and more\"; }")]
    public void A_name_from_above_is_found_however_it_is_written(string text) =>
        Assert.Contains("Provider.Hosting",
            new SourceFile(text).Uses(Types([new SourceFile("namespace Provider.Hosting;\nclass Server;")])));

    [Fact]
    public void A_part_that_names_a_type_of_its_component_is_found_without_a_directive() =>
        Assert.Equal(
            ["Provider.Content"],
            new SourceFile("namespace Provider.Content.Pem;\nclass A { Order one; }")
                .Uses(Types(
                    [new SourceFile("namespace Provider.Content;\ninternal sealed record Order(int Place);")])));

    [Fact]
    public void Words_in_comments_and_texts_are_not_names() =>
        Assert.Empty(
            new SourceFile(
                "namespace Provider.Content.Pem;\n// Order\nclass A { string one = \"Hosting.Order\", two = $\"Order "
                + "{3}\"; }")
                .Uses(Types([new SourceFile("namespace Provider.Content;\nrecord Order;")])));

    [Fact]
    public void No_file_is_longer_than_two_hundred_lines() =>
        Assert.Empty(Paths.Where(file => file.StartsWith(Source + "/", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Count() > 200)
            .Select(file => Path.GetRelativePath(Repository.Root, file)));

    [Fact]
    public void Every_log_line_has_an_id_of_its_own_from_its_components_hundred()
    {
        var hundreds =
            new Dictionary<string, int> { ["Hosting"] = 1, ["Mounting"] = 2, ["Identity"] = 3, ["KeyVault"] = 4,
                ["Http"] = 5, [""] = 1 };
        var ids = Directory.GetFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Generated().IsMatch(file))
            .SelectMany(file => LogId().Matches(File.ReadAllText(file)).Select(match => (
                Component: Path.GetRelativePath(Source, file).Split('/') is [var component, _, ..] ? component : "",
                Id: int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))))
            .ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Select(line => line.Id).Distinct().Count());
        Assert.All(ids, line => Assert.Equal(hundreds[line.Component], line.Id / 100));
    }

    [GeneratedRegex(@"\[LoggerMessage\(([0-9]+)")]
    private static partial Regex LogId();

    private static SourceFile Read(string path) =>
        new(File.ReadAllText(path), Path.GetRelativePath(Repository.Root, path).Split('/')[0]);

    private static string NameOf(string ns) => ns == "Provider" ? "" : ns["Provider.".Length..];

    // The messages of the driver's contract are made from its .proto file.
    private static ILookup<string, string> Types(IEnumerable<SourceFile> files) =>
        files.SelectMany(file => file.Types, (file, type) => (file.Namespace, Type: type))
            .Append(("Provider.Protocol", ""))
            .ToLookup(one => one.Item1, one => one.Item2, StringComparer.Ordinal);

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex Generated();
}
