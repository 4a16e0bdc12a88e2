using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Provider.Tests.Docs;

/// <summary>A page of the documents: its text, and the blocks of code in it.</summary>
internal sealed partial record MarkdownPage(string Name, string Text, ImmutableArray<CodeBlock> Blocks)
{
    /// <summary>README.md and every page of docs.</summary>
    public static IEnumerable<string> Names =>
        Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(Repository.Root, path)).Prepend("README.md");

    public static MarkdownPage Read(string name) => Parse(name, File.ReadAllText(Path.Combine(Repository.Root, name)));

    public static MarkdownPage Parse(string name, string text)
    {
        var lines = text.Split('\n');
        var blocks = ImmutableArray.CreateBuilder<CodeBlock>();
        for (var at = 0; at < lines.Length; at++)
        {
            var begin = at;
            if (Fence().Match(lines[at]) is { Success: true } fence)
            {
                while (++at < lines.Length && lines[at].Trim() != "```")
                {
                }

                blocks.Add(Block(name, fence.Groups["language"].Value, lines, begin + 1, at, Mark(lines, begin)));
            }
            else if (IsIndented(lines[at]) && (at == 0 || lines[at - 1].Length == 0))
            {
                while (at + 1 < lines.Length
                    && (IsIndented(lines[at + 1])
                        || (lines[at + 1].Length == 0 && at + 2 < lines.Length && IsIndented(lines[at + 2]))))
                {
                    at++;
                }

                blocks.Add(Block(name, "", lines, begin, at + 1, Mark(lines, begin)));
            }
        }

        return new MarkdownPage(name, text, blocks.ToImmutable());
    }

    private static CodeBlock Block(
        string page, string language, string[] lines, int begin, int end, (string, string) mark)
    {
        var own = lines[begin..Math.Min(end, lines.Length)];
        var margin = own.Where(line => line.Length > 0).Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty(0).Min();
        var text = string.Join('\n', own.Select(line => line.Length > margin ? line[margin..] : "")) + "\n";
        return new CodeBlock(
            $"{page}:{begin + 1}", language.Length > 0 ? language : Guess(text), text, mark.Item1, mark.Item2);
    }

    // A block without a fence does not say its language; its first line does.
    private static string Guess(string text) =>
        ManifestStart().IsMatch(text) ? "yaml" : CommandStart().IsMatch(text) ? "sh" : "text";

    private static bool IsIndented(string line) => line.StartsWith("    ", StringComparison.Ordinal);

    private static (string Name, string Value) Mark(string[] lines, int begin)
    {
        var before = lines[..begin].LastOrDefault(line => line.Length > 0) ?? "";
        return MarkLine().Match(before) is { Success: true } mark
            ? (mark.Groups["name"].Value, mark.Groups["value"].Value)
            : ("", "");
    }

    [GeneratedRegex(@"^ *```(?<language>[a-z]*)$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^ *<!-- (?<name>[a-z]+): (?<value>[^>]*) -->$")]
    private static partial Regex MarkLine();

    [GeneratedRegex(@"\A\w+:( \||[ ]\S+)?\n([\w -]|\z)")]
    private static partial Regex ManifestStart();

    [GeneratedRegex(@"\A(provider|provider-tool|artifacts/native/provider|artifacts/tool/provider-tool|dotnet|az|kubectl|helm|docker|git|curl|PROVIDER_BINARY\S*) ")]
    private static partial Regex CommandStart();
}

/// <summary>A block of code.</summary>
internal sealed record CodeBlock(string Place, string Language, string Text, string Mark, string MarkValue)
{
    public override string ToString() => Place;
}
