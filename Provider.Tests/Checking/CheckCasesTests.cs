using System.Text.Json;

namespace Provider.Tests.Checking;

/// <summary>
/// Every manifest under Cases, each with one kind of mistake or none, and what the checker finds: status, lines and
/// codes.
/// </summary>
public sealed class CheckCasesTests
{
    private const string Write = "PROVIDER_WRITE_CHECK_CASES";

    private static string Folder => Path.Combine(Repository.Root, "Provider.Tests", "Checking", "Cases");

    [Fact]
    public async Task Each_manifest_has_the_findings_that_the_list_says()
    {
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(Folder, "*.*", SearchOption.AllDirectories).Where(IsManifest)
            .Order(StringComparer.Ordinal))
        {
            found.Add(await Summary(file));
        }

        var list = Path.Combine(Folder, "expected.txt");
        if (Environment.GetEnvironmentVariable(Write) is { Length: > 0 })
        {
            await File.WriteAllLinesAsync(list, found, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllLinesAsync(list, TestContext.Current.CancellationToken), found);
    }

    private static bool IsManifest(string file) => Path.GetExtension(file) is ".yaml" or ".json";

    private static async Task<string> Summary(string file)
    {
        var (status, output) = await ToolRun.RunAsync("", "check", file, "--output", "json");
        using var json = JsonDocument.Parse(output);
        var findings = json.RootElement[0].GetProperty("classes").EnumerateArray()
            .SelectMany(one => one.GetProperty("findings").EnumerateArray())
            .Select(finding => $"{finding.GetProperty("line")}:{finding.GetProperty("column")} "
                + $"{finding.GetProperty("code")} {finding.GetProperty("place")}");
        return $"{Path.GetRelativePath(Folder, file)}: {status}"
            + string.Concat(findings.Select(finding => $"; {finding}"));
    }
}
