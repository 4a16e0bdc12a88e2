using Provider.Model;
using Provider.Parameters;
using Provider.Yaml;
using Provider.Sandbox.Demo;
using Provider.Sandbox.Processes;
using Provider.Tool.Checking;

namespace Provider.Tests.Docs;

/// <summary>
/// The manifests in the documents: what a reader copies is what the provider's own checker finds nothing wrong with.
/// </summary>
public sealed class ManifestBlockTests
{
    private static readonly PlanReader Plans =
        new(new PlanSettings("AzurePublicCloud") { CloudEnvironmentFiles = _ => SampleRequest.CloudFile });

    public static TheoryData<string> Pages => [.. MarkdownPage.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_manifest_is_clean_or_has_the_mistake_that_the_page_says(string page)
    {
        var blocks = MarkdownPage.Read(page).Blocks;
        foreach (var (block, next) in blocks.Zip(blocks.Skip(1).Append(new CodeBlock("", "", "", "", "")))
            .Where(pair => pair.First.Language == "yaml"))
        {
            var findings = new ManifestChecker(new ClassChecker(Plans, separateFiles: false)).Check(Completed(block))
                .SelectMany(one => one.Findings)
                .Select(finding => $"{finding.Place}: {finding.What}. {finding.Fix}");
            if (block.Mark == "check")
            {
                Assert.Equal(block.MarkValue, string.Join(' ', Codes(block)));
                // What the page shows behind it is what the checker says.
                Assert.Equal(string.Join(' ', findings), next.Text.Trim().ReplaceLineEndings(" "));
            }
            else
            {
                Assert.True(!findings.Any(), $"{block.Place}: {string.Join('\n', findings)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_complete_class_is_mounted_by_the_sandbox(string page)
    {
        var folder = Directory.CreateTempSubdirectory("docs-");
        try
        {
            foreach (var block in Manifests(page).Where(block => block.Mark == "" && IsWholeClass(block)))
            {
                var file = Path.Combine(folder.FullName, "page.yaml");
                await File.WriteAllTextAsync(file, block.Text, TestContext.Current.CancellationToken);
                using var output = new StringWriter();
                var options = new DemoOptions
                {
                    Manifests = [file], Binary = ProviderProcess.DefaultBinary, AssignmentDelay = TimeSpan.Zero,
                    Deadline = TimeSpan.FromSeconds(20),
                };

                var status = await new MountDemo(output, TimeProvider.System, options).RunAsync(
                    TestContext.Current.CancellationToken);

                Assert.True(status == 0, $"{block.Place}:\n{output}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_mistake_is_found_and_a_wrong_mark_too()
    {
        var page =
            MarkdownPage.Parse("page.md",
                "<!-- check: entry-invalid -->\n```yaml\nobjects: |\n  - objectName: a\n    objectType: secert\n```\n");

        var block = Assert.Single(page.Blocks);

        Assert.Equal(("check", "entry-invalid"), (block.Mark, block.MarkValue));
        Assert.Equal(["entry-invalid"], Codes(block));
    }

    private static IEnumerable<CodeBlock> Manifests(string page) =>
        MarkdownPage.Read(page).Blocks.Where(block => block.Language == "yaml");

    private static bool IsWholeClass(CodeBlock block) =>
        YamlReader.ReadAll(block.Text).OfType<YamlMapping>()
            .Any(document => document.Text("kind") == "SecretProviderClass");

    private static IEnumerable<string> Codes(CodeBlock block) =>
        YamlReader.ReadAll(Completed(block)).OfType<YamlMapping>().SelectMany(Problems)
            .Select(problem => problem.Code.ToString()).Distinct();

    private static IEnumerable<Problem> Problems(YamlMapping document) =>
        document.Find("spec").Find("parameters") is YamlMapping parameters
            ? Plans.Read(SampleRequest.For(parameters, "page")).Problems
            : [];

    // A page often shows the lines that matter: parameters, or the entries alone. The rest is put around them.
    private static string Completed(CodeBlock block)
    {
        if (YamlReader.ReadAll(block.Text).First() is not YamlMapping shown || shown.Find("apiVersion") is not null
            || !shown.Entries.Any(entry => entry.Key.Text is "objects" or "keyvaultName"))
        {
            return block.Text;
        }

        var missing = new List<string>();
        if (shown.Find("keyvaultName") is null)
        {
            missing.Add("keyvaultName: demo");
            missing.Add("usePodIdentity: \"true\"");
        }

        if (shown.Find("objects") is null)
        {
            missing.Add("objects: |\n  - objectName: a\n    objectType: secret");
        }

        var parameters = string.Join('\n', missing.Append(block.Text)).ReplaceLineEndings("\n    ").TrimEnd();
        return "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata:\n  name: "
            + $"page\nspec:\n  provider: azure\n  parameters:\n    {parameters}\n";
    }
}
