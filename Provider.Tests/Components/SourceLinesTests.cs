using System.Text.RegularExpressions;

namespace Provider.Tests.Components;

/// <summary>What the build does not check of how the source is written.</summary>
public sealed partial class SourceLinesTests
{
    private const int Longest = 120;

    private static IEnumerable<string> Files =>
        Directory.GetDirectories(Repository.Root, "Provider*")
            .SelectMany(folder => Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Where(file => !BuildOutput().IsMatch(file));

    [Fact]
    public void No_line_is_longer_than_the_editorconfig_says() =>
        Assert.Empty(Files.SelectMany(file => LongLines(File.ReadAllText(file))
            .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}: {line}")));

    [Fact]
    public void Internal_members_document_no_parameters() =>
        Assert.Empty(
            Files.Where(file => ParameterDocumentation().IsMatch(File.ReadAllText(file)))
                .Select(file => Path.GetRelativePath(Repository.Root, file)));

    // JSON and other text between """ has its own lines, and a URL is not broken.
    private static IEnumerable<string> LongLines(string source) =>
        RawText().Replace(source, "\n").Split('\n').Where(line => line.Length > Longest && !LongWord().IsMatch(line));

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex BuildOutput();

    [GeneratedRegex("(\"{3,}).*?\\1", RegexOptions.Singleline)]
    private static partial Regex RawText();

    [GeneratedRegex(@"\S{80}")]
    private static partial Regex LongWord();

    [GeneratedRegex("^ *///.*<(param|returns|typeparam)[ >]", RegexOptions.Multiline)]
    private static partial Regex ParameterDocumentation();
}
