using System.Text.RegularExpressions;

namespace Provider.Tests.Components;

/// <summary>The words of CONTRIBUTING's glossary in what users and contributors read.</summary>
public sealed partial class VocabularyTests
{
    private static readonly string[] Programs = ["Provider", "Provider.Tool", "Provider.Sandbox"];

    [Theory]
    [InlineData("Key Vault tells the provider", "tells")]
    [InlineData("nobody listens", "nobody")]
    [InlineData("\"x\" is no file mode", "is no file")]
    [InlineData("the server answers", "answers")]
    [InlineData("there is no file, and it is no longer mounted", null)]
    public void A_forbidden_word_is_found(string text, string? word) =>
        Assert.Equal(word, Forbidden().Match(text) is { Success: true } match ? match.Value : null);

    [Fact]
    public void Pages_and_manifests_use_the_words_of_the_glossary() =>
        Assert.Empty(
            from file in Pages()
            from match in Forbidden().Matches(GlossaryRow().Replace(File.ReadAllText(file), "$1"))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {match.Value}");

    [Fact]
    public void Messages_and_help_use_the_words_of_the_glossary() =>
        Assert.Empty(
            from file in Programs.SelectMany(Sources)
            from text in Literal().Matches(Code(file))
            from match in Forbidden().Matches(text.Value)
            select $"{Path.GetRelativePath(Repository.Root, file)}: {text.Value}");

    [Fact]
    public void Comments_use_the_words_of_the_glossary() =>
        Assert.Empty(
            from file in Programs.Append("Provider.Tests").SelectMany(Sources)
            from match in Forbidden().Matches(NextLine().Replace(Literal().Replace(File.ReadAllText(file), ""), " "))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {match.Value}");

    [Fact]
    public void Names_in_the_code_use_the_words_of_the_glossary() =>
        Assert.Empty(
            from file in Programs.Append("Provider.Tests").SelectMany(Sources)
            from name in Name().Matches(Code(file)).Select(match => match.Value).Distinct()
            where Forbidden().IsMatch(Words().Replace(name, " ").Trim())
            select $"{Path.GetRelativePath(Repository.Root, file)}: {name}");

    private static IEnumerable<string> Pages() =>
        Directory.GetFiles(Repository.Root, "*.md")
            .Where(file => Path.GetFileName(file) != "CHANGELOG.md")
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md"))
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "manifests"), "*", SearchOption.AllDirectories));

    // This file names the words.
    private static IEnumerable<string> Sources(string program) =>
        Directory.GetFiles(Path.Combine(Repository.Root, program), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Output().IsMatch(file) && Path.GetFileName(file) != $"{nameof(VocabularyTests)}.cs");

    private static string Code(string file) => Comment().Replace(File.ReadAllText(file), "");

    [GeneratedRegex(
        @"(?i)\b(told|tells|nobody|somebody|strangers?|verdict|desk|another try|stands in|answer(s|ed|ing)?)\b"
        + @"|(?<!\bthere )\bis no (?!longer)\w+")]
    private static partial Regex Forbidden();

    // The glossary's last column has the words that are not used.
    [GeneratedRegex(@"^(\|[^|]+\|[^|]+\|)[^|]+\|$", RegexOptions.Multiline)]
    private static partial Regex GlossaryRow();

    // A phrase may go on in the comment's next line.
    [GeneratedRegex("\n *//+ ?")]
    private static partial Regex NextLine();

    [GeneratedRegex("\"(?:[^\"\\\\\n]|\\\\.)*\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b[A-Za-z]\w+\b")]
    private static partial Regex Name();

    // Between the parts of camelCase, PascalCase and test names.
    [GeneratedRegex("_|(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex Words();

    [GeneratedRegex("^ *//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex Output();
}
