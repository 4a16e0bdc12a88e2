using System.Reflection;
using System.Text.RegularExpressions;
using Grpc.Core;
using Provider.Model;

namespace Provider.Tests.Model;

public sealed partial class ErrorCodesTests
{
    [Fact]
    public void The_list_holds_every_code_once()
    {
        var declared = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null)).OfType<ErrorCode>().ToList();

        Assert.Equal(declared.OrderBy(code => code.Name), ErrorCodes.All.OrderBy(code => code.Name));
        Assert.Equal(declared.Count, declared.Select(code => code.Name).Distinct().Count());
    }

    [Fact]
    public void Every_code_has_a_kebab_case_name_a_sentence_and_a_remedy() =>
        Assert.All(ErrorCodes.All, code =>
        {
            Assert.Matches(KebabCase(), code.Name);
            Assert.EndsWith(".", code.Meaning, StringComparison.Ordinal);
            Assert.EndsWith(".", code.Remedy, StringComparison.Ordinal);
        });

    [Fact]
    public void No_code_ends_a_mount_in_a_status_that_kubelet_takes_as_not_final()
    {
        StatusCode[] notFinal =
            [StatusCode.Cancelled, StatusCode.DeadlineExceeded, StatusCode.Unavailable, StatusCode.ResourceExhausted,
                StatusCode.Aborted];

        Assert.All(Enum.GetValues<FinalStatus>(), status =>
        {
            Assert.Equal(status.ToString(), ((StatusCode)status).ToString());
            Assert.DoesNotContain((StatusCode)status, notFinal);
        });
    }

    [Fact]
    public void The_troubleshooting_page_has_a_section_for_each_code_with_its_words()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "troubleshooting.md"));
        var sections = Section().Matches(page)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

        Assert.Equal(ErrorCodes.All.Select(code => code.Name), sections.Keys);
        Assert.All(ErrorCodes.All, code =>
        {
            var section = Whitespace().Replace(sections[code.Name], " ");
            Assert.Contains($"`{code.Status}`", section, StringComparison.Ordinal);
            Assert.Contains(code.Meaning, section, StringComparison.Ordinal);
            Assert.Contains(code.Remedy, section, StringComparison.Ordinal);
        });
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex KebabCase();

    [GeneratedRegex(@"^### `([a-z-]+)`\n((?:(?!^#)[^\n]*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
