using System.Text.Json;
using Provider.Parameters;

namespace Provider.Tests.Checking;

/// <summary>The flags of <c>check</c>, and what it takes as a file.</summary>
public sealed class CheckOptionsTests : IDisposable
{
    private const string Parameters = "spec.parameters.";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("check-");

    public static TheoryData<string> FieldsBeyondGo => [.. EntryText.BeyondGo];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Hints_fail_the_check_only_where_it_is_strict()
    {
        var file = Case("neighbours/tenant-older-spelling.yaml");

        Assert.Equal(0, (await ToolRun.RunAsync("", "check", file)).Status);
        Assert.Equal(1, (await ToolRun.RunAsync("", "check", file, "--strict")).Status);
        Assert.Equal(0, (await ToolRun.RunAsync("", "check", Case("secret-objects/18-ok.yaml"), "--strict")).Status);
    }

    [Fact]
    public async Task What_the_Go_provider_does_otherwise_is_listed_with_compat_only()
    {
        var file = Path.Combine(Repository.Root, "Provider.Tests", "Checking", "Manifests", "go.yaml");

        Assert.Empty(await Findings("", file));
        Assert.Equal(
            [
                $"8:5 go-fails {Parameters}tenantID", $"9:5 go-fails {Parameters}userAssignedIdentityID",
                $"12:7 go-fails {Parameters}objects", $"12:9 go-fails {Parameters}objects[0]",
                $"13:9 go-fails {Parameters}objects[0] objectType",
                $"14:9 go-differs {Parameters}objects[0] objectVersion",
                $"15:9 go-differs {Parameters}objects[0] objectVersionHistory",
                $"16:9 go-differs {Parameters}objects[0] objectFormat",
                $"17:9 go-fails {Parameters}objects[1]", $"17:9 go-fails {Parameters}objects[1] objectName",
                $"19:9 go-differs {Parameters}objects[1] objectFormat",
            ],
            await Findings("", file, "--compat", "go"));
    }

    [Theory]
    [MemberData(nameof(FieldsBeyondGo))]
    public async Task Each_field_that_the_Go_provider_ignores_is_named(string field)
    {
        var good = await File.ReadAllTextAsync(
            Case("manifests/01-blank-line-under-objects.yaml"), TestContext.Current.CancellationToken);

        var findings = await Findings($"{good}          {field}: x\n", "-", "--compat", "go");

        Assert.Contains($"16:11 go-ignores {Parameters}objects[0] {field}", findings);
    }

    [Fact]
    public async Task Of_a_directory_the_manifests_in_and_below_it_are_checked()
    {
        var below = folder.CreateSubdirectory("below");
        File.Copy(Case("secret-objects/18-ok.yaml"), Path.Combine(folder.FullName, "a.yml"));
        File.Copy(Case("classes/62-provider-Azure.yaml"), Path.Combine(below.FullName, "b.yaml"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "c.txt"), "a: [", Patience.Limit);

        var (status, output) = await ToolRun.RunAsync("", "check", folder.FullName, "--output", "json");

        using var json = JsonDocument.Parse(output);
        Assert.Equal(1, status);
        Assert.Equal(
            ["a.yml", "below/b.yaml"],
            json.RootElement.EnumerateArray()
                .Select(file => Path.GetRelativePath(folder.FullName, file.GetProperty("file").GetString()!)));
    }

    private static string Case(string name) => Path.Combine(
        Repository.Root, "Provider.Tests", "Checking", "Cases",
        name.StartsWith("secret-objects", StringComparison.Ordinal) ? "classes/" + name : name);

    private static async Task<List<string>> Findings(string input, params string[] arguments)
    {
        var (_, output) = await ToolRun.RunAsync(input, ["check", .. arguments, "--output", "json"]);
        using var json = JsonDocument.Parse(output);
        return [.. json.RootElement[0].GetProperty("classes").EnumerateArray()
            .SelectMany(one => one.GetProperty("findings").EnumerateArray())
            .Select(finding =>
                $"{finding.GetProperty("line")}:{finding.GetProperty("column")} {finding.GetProperty("code")} "
                + finding.GetProperty("place"))];
    }
}
