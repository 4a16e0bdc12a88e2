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
        ["Parameters"] = ["Model"],
        ["Content"] = ["Model"],
        ["Http"] = ["Model", "Telemetry"],
        ["Identity"] = ["Model", "Telemetry", "Sharing", "Http"],
        ["KeyVault"] = ["Model", "Telemetry", "Sharing", "Http"],
        ["Mounting"] = ["Model", "Telemetry", "Sharing", "Parameters", "Content", "Identity", "KeyVault", "Protocol"],
        ["Checking"] = ["Model", "Parameters"],
        ["Hosting"] = ["Model", "Telemetry", "Parameters", "Mounting", "Protocol"],
        ["Commands"] = ["Model", "Telemetry", "Parameters", "Checking", "Hosting"],
    };

    public static TheoryData<string> Rooms => [.. Directory.GetDirectories(Source).Select(folder => Path.GetFileName(folder)).Except(["bin", "obj"])];

    private static string Source => Path.Combine(Repository.Root, "Provider");

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_the_rooms_below_it(string room)
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

    [GeneratedRegex(@"^using (?:static )?Provider\.([A-Za-z]+)", RegexOptions.Multiline)]
    private static partial Regex Using();
}
