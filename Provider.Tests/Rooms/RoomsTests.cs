using System.Text.RegularExpressions;

namespace Provider.Tests.Rooms;

/// <summary>The arrows between the rooms point down only; see docs/design.md.</summary>
public sealed partial class RoomsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Model"] = [],
        ["Telemetry"] = ["Model"],
        ["Sharing"] = [],
        ["Yaml"] = ["Model"],
        ["Parameters"] = ["Model", "Yaml"],
        ["Content"] = ["Model", "Sharing", "Yaml"],
        ["Http"] = ["Model", "Telemetry", "Sharing"],
        ["Identity"] = ["Model", "Telemetry", "Sharing", "Http"],
        ["KeyVault"] = ["Model", "Telemetry", "Sharing", "Http"],
        ["Mounting"] = ["Model", "Telemetry", "Sharing", "Parameters", "Content", "Http", "Identity", "KeyVault",
            "Protocol"],
        ["Hosting"] = ["Model", "Telemetry", "Parameters", "Mounting", "Protocol"],
        ["Arguments"] = ["Model", "Telemetry", "Parameters", "Hosting"],
    };

    public static TheoryData<string> Rooms =>
        [.. Directory.GetDirectories(Source).Select(folder => Path.GetFileName(folder)).Except(["bin", "obj"])];

    private static string Source => Path.Combine(Repository.Root, "Provider");

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_component_uses_only_the_components_below_it(string room)
    {
        var used = Directory.GetFiles(Path.Combine(Source, room), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Using().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(other => other != room).Distinct();

        Assert.Empty(used.Except(Allowed[room]));
    }

    [Fact]
    public void No_file_is_longer_than_two_hundred_lines() =>
        Assert.Empty(
            Directory.GetFiles(Source, "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && File.ReadLines(file).Count() > 200)
                .Select(file => Path.GetRelativePath(Source, file)));

    [Fact]
    public void Every_log_line_has_an_id_of_its_own_from_its_components_hundred()
    {
        var hundreds =
            new Dictionary<string, int> { ["Hosting"] = 1, ["Mounting"] = 2, ["Identity"] = 3, ["KeyVault"] = 4,
                ["Http"] = 5, [""] = 1 };
        var ids = Directory.GetFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => LogId().Matches(File.ReadAllText(file)).Select(match => (
                Room: Path.GetRelativePath(Source, file).Split('/') is [var room, _, ..] ? room : "",
                Id: int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))))
            .ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Count, ids.Select(line => line.Id).Distinct().Count());
        Assert.All(ids, line => Assert.Equal(hundreds[line.Room], line.Id / 100));
    }

    [GeneratedRegex(@"\[LoggerMessage\(([0-9]+)")]
    private static partial Regex LogId();

    [GeneratedRegex(@"^using (?:static )?Provider\.([A-Za-z]+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
