using System.Text.RegularExpressions;
using Provider.Arguments;

namespace Provider.Tests.Docs;

/// <summary>What documents name exists.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Concat(
            ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
            .Select(path => Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, path)))];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Relative_links_lead_somewhere(string document)
    {
        var text = await Read(document);
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (var link in Link().Matches(text).Select(match => match.Groups["to"].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal)))
        {
            var parts = link.Split('#');
            var target = parts[0].Length == 0
                ? Path.Combine(Repository.Root, document)
                : Path.Combine(folder, parts[0]);
            Assert.True(Path.Exists(target), $"{document}: {link} leads nowhere");
            if (parts.Length > 1)
            {
                Assert.Contains(
                    parts[1], Anchors(await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken)));
            }
        }
    }

    [Fact]
    public async Task Flags_of_the_migration_guide_are_flags_of_the_provider_or_of_check()
    {
        var known = DaemonFlags.All().Select(flag => flag.Shown).Append("--help").Append("--compat")
            .ToHashSet();

        var named = Flag().Matches(await Read("docs/migrating-from-the-go-provider.md")).Select(match => match.Value)
            .ToHashSet();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    private static Task<string> Read(string document) =>
        File.ReadAllTextAsync(Path.Combine(Repository.Root, document), TestContext.Current.CancellationToken);

    // As the sites that show Markdown make them: lower case, blanks to hyphens, nothing else but letters and digits.
    private static IEnumerable<string> Anchors(string text) =>
        Heading().Matches(text)
            .Select(match => NotInAnchor().Replace(match.Groups["text"].Value.ToLowerInvariant(), "")
                .Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w-])--?[a-z][a-z-]*")]
    private static partial Regex Flag();

    [GeneratedRegex(@"^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
