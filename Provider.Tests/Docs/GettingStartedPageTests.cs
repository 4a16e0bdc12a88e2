using System.Diagnostics;
using System.Text.RegularExpressions;
using Provider.Parameters;
using Provider.Tool.Checking;

namespace Provider.Tests.Docs;

/// <summary>
/// The guide's edits of the examples, done on a copy: afterwards nothing of the example's own ids is left in what is
/// applied.
/// </summary>
public sealed partial class GettingStartedPageTests : IDisposable
{
    private const string Ids = """
        set -eu
        VAULT=my-vault
        CLIENT_ID=33333333-3333-3333-3333-333333333333
        TENANT_ID=44444444-4444-4444-4444-444444444444
        IDENTITY_ID=/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i

        """;

    private readonly DirectoryInfo copy = Directory.CreateTempSubdirectory("guide-");

    public static TheoryData<string> Examples =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "manifests", "examples"))
            .Select(folder => Path.GetFileName(folder))];

    public void Dispose() => copy.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task The_edits_of_the_guide_leave_no_id_of_the_example_in_what_it_applies(string example)
    {
        var commands = Commands(example);
        var folder = copy.CreateSubdirectory(Path.Combine("manifests", "examples", example)).FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "manifests", "examples", example)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await RunAsync(Ids + string.Concat(Edit().Matches(commands).Select(match => match.Value)));

        var applied = Applied().Matches(commands[commands.IndexOf("kubectl apply", StringComparison.Ordinal)..])
            .Select(match => Path.Combine(folder, match.Groups["file"].Value)).ToList();
        Assert.Contains(applied, file => file.EndsWith("secretproviderclass.yaml", StringComparison.Ordinal));
        Assert.All(applied,
            file => Assert.DoesNotMatch("11111111-|22222222-|00000000-|keyvaultName: demo", File.ReadAllText(file)));
        Assert.All(
            applied, file => Assert.Empty(Checker().Check(File.ReadAllText(file)).SelectMany(one => one.Findings)));
    }

    [Fact]
    public void The_guide_says_that_the_drivers_chart_sets_requiresRepublish_by_its_own_value()
    {
        var text = MarkdownPage.Read("docs/getting-started.md").Text;
        var step = text[text.IndexOf("3. The driver's CSIDriver object", StringComparison.Ordinal)..text.IndexOf(
            "4. Put your ids", StringComparison.Ordinal)];

        Assert.Contains("such as `requiresRepublish`, by its own values", Whitespace()
            .Replace(step, " "), StringComparison.Ordinal);
        var audience = Audience().Match(step).Groups[1].Value;
        Assert.Contains(
            $"audience: {audience}",
            File.ReadAllText(Path.Combine(Repository.Root, "manifests/examples/workload-identity/csidriver.yaml")),
            StringComparison.Ordinal);
    }

    // An example without commands of its own is in the table of those that take workload identity's.
    private static string Commands(string example)
    {
        var page = MarkdownPage.Read("docs/getting-started.md");
        var own = page.Blocks.Where(block => StartsIn(block, example)).ToList();
        if (own.Count == 0)
        {
            Assert.Contains(
                $"\n| [`{example}`](../manifests/examples/{example}) |", page.Text, StringComparison.Ordinal);
            own.Add(page.Blocks.Single(block => StartsIn(block, "workload-identity")));
        }

        return Assert.Single(own).Text.Replace(
            "examples/workload-identity", $"examples/{example}", StringComparison.Ordinal);

        static bool StartsIn(CodeBlock block, string folder) =>
            block.Text.StartsWith($"cd manifests/examples/{folder}\n", StringComparison.Ordinal);
    }

    private static ManifestChecker Checker() =>
        new(new ClassChecker(new PlanReader("AzurePublicCloud"), separateFiles: false));

    private async Task RunAsync(string script)
    {
        var start = new ProcessStartInfo(
            "bash", ["-c", script]) { WorkingDirectory = copy.FullName, RedirectStandardError = true };
        using var bash = Process.Start(start)!;
        var errors = await bash.StandardError.ReadToEndAsync(Patience.Limit);
        await bash.WaitForExitAsync(Patience.Limit);
        Assert.True(bash.ExitCode == 0, errors);
    }

    // The lines that change files, with those that go on after a backslash; the others need a cluster or Azure.
    [GeneratedRegex(@"^(cd|sed) (.*\\\n)*.*\n", RegexOptions.Multiline)]
    private static partial Regex Edit();

    [GeneratedRegex(@"tokenRequests\[0\]\.audience=([^']+)'")]
    private static partial Regex Audience();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"-f (?<file>[a-z-]+\.yaml)")]
    private static partial Regex Applied();
}
