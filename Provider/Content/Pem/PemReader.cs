using System.Collections.Immutable;

namespace Provider.Content.Pem;

/// <summary>Finds the blocks of a PEM text. What stands between them is skipped; one pass, whatever the text.</summary>
internal static class PemReader
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    /// <summary>The blocks, in the text's order. A BEGIN line without its END line begins none.</summary>
    /// <param name="text">The text.</param>
    public static ImmutableArray<PemBlock> Read(ReadOnlySpan<char> text)
    {
        var blocks = ImmutableArray.CreateBuilder<PemBlock>();
        string? label = null;
        var (begin, body) = (0, 0);
        for (var start = 0; start < text.Length;)
        {
            var length = text[start..].IndexOf('\n');
            var next = length < 0 ? text.Length : start + length + 1;
            var line = text[start..next].TrimEnd();
            if (Label(line, Begin) is { } opened)
            {
                (label, begin, body) = (opened, start, next);
            }
            else if (label is not null && Label(line, End) == label)
            {
                blocks.Add(new PemBlock(label, begin..(start + line.Length), body..start));
                label = null;
            }

            start = next;
        }

        return blocks.ToImmutable();
    }

    private static string? Label(ReadOnlySpan<char> line, string front) =>
        line.StartsWith(front, StringComparison.Ordinal) && line.EndsWith(Dashes, StringComparison.Ordinal)
            && line.Length >= front.Length + Dashes.Length
            ? line[front.Length..^Dashes.Length].ToString()
            : null;
}
