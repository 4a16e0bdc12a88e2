using System.Reflection;
using System.Text.RegularExpressions;

namespace Provider.Tests.Docs;

/// <summary>Each difference from the Go provider that the migration page lists has a test that shows it.</summary>
public sealed partial class MigrationPageTests
{
    // Not differences: how the providers follow each other on a node, and flags that have no counterpart.
    private static readonly string[] OtherTables = ["| | what to do |", "| flag | default |"];

    [Fact]
    public void Each_row_has_a_test()
    {
        var rows = Rows();

        Assert.All(rows, row => Assert.Single(Matches(row)));
        Assert.All(
            MigrationRows.Tests,
            test => Assert.True(rows.Any(row => Matches(row).Contains(test)), $"no row: {test.Row}"));
    }

    [Fact]
    public void Each_of_them_runs()
    {
        var run = typeof(MigrationPageTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute))
            .Select(method => method.Name).ToHashSet(StringComparer.Ordinal);

        Assert.All(MigrationRows.Tests, test => Assert.Contains(test.Test, run));
    }

    // A row may begin with the whole of another's beginning: the longest counts.
    private static (string Row, string Test)[] Matches(string row)
    {
        var begin = MigrationRows.Tests.Where(test => row.StartsWith(test.Row, StringComparison.Ordinal)).ToArray();
        return [.. begin.Where(test => test.Row.Length == begin.Max(one => one.Row.Length))];
    }

    private static List<string> Rows()
    {
        var rows = new List<string>();
        var isDifference = false;
        var lines = MarkdownPage.Read("docs/migrating-from-the-go-provider.md").Text.Split('\n');
        for (var at = 1; at < lines.Length; at++)
        {
            if (Separator().IsMatch(lines[at]))
            {
                isDifference =
                    !OtherTables.Any(table => lines[at - 1].StartsWith(table, StringComparison.Ordinal));
            }
            else if (isDifference && lines[at].StartsWith("| ", StringComparison.Ordinal)
                && !Separator().IsMatch(lines[at + 1]))
            {
                rows.Add(Kind().Replace(lines[at], ""));
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^\|(---\|)+$")]
    private static partial Regex Separator();

    [GeneratedRegex(@"^\| (\*\w+\* \| )?")]
    private static partial Regex Kind();
}
