using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Tests.Docs;

/// <summary>
/// The codes that only the tool has are on the page of local mounts, and the troubleshooting page leads there.
/// </summary>
public sealed partial class ToolCodesTests
{
    [Fact]
    public void The_page_of_local_mounts_explains_each_code_of_the_tool()
    {
        var codes =
            Directory.GetFiles(Path.Combine(Repository.Root, "Provider.Tool"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .ToHashSet();
        var page = MarkdownPage.Read("docs/local-mount.md").Text;

        Assert.Superset(
            new HashSet<string> { "class-invalid", "credential-refused", "credential-unavailable", "file-failed",
                "interrupted" }, codes);
        Assert.DoesNotContain(codes, code => ErrorCodes.All.Any(known => known.Name == code));
        Assert.All(codes, code => Assert.Contains($"| `{code}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_troubleshooting_page_leads_to_them() =>
        Assert.Contains(
            "(local-mount.md#", MarkdownPage.Read("docs/troubleshooting.md").Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("## provider\n")]
    [InlineData("## provider-tool\n")]
    public void The_flag_version_is_in_the_table_of_each_program(string heading)
    {
        var text = MarkdownPage.Read("docs/cli.md").Text;
        var section = text[text.IndexOf(heading, StringComparison.Ordinal)..];
        Assert.Contains(
            "| `--version` |", section[..section.IndexOf("\n## ", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?:Failed, |=>\s+\(|ErrorCode [A-Za-z]+ = new\(\s+)""([a-z-]+)""")]
    private static partial Regex Code();
}
