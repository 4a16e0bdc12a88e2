using System.Buffers;
using System.Collections.Immutable;

namespace Provider.Content.Pem;

/// <summary>Finds the blocks of a PEM text. Text between them is skipped; one pass, whatever the text.</summary>
// A marker counts wherever it is: scripts and forms remove the line ends of values, or replace them by \n, and the
// markers still delimit the blocks.
internal static class PemReader
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const int LongestLabel = 64;

    // Without the hyphen, which RFC 7468 allows between two letters and no label of a key or certificate has.
    private static readonly SearchValues<char> LabelText =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 #._");

    /// <summary>The blocks, in the text's order. A BEGIN without its END begins no block.</summary>
    public static PemBlocks Read(ReadOnlySpan<char> text)
    {
        var isWhole = true;
        var blocks = ImmutableArray.CreateBuilder<PemBlock>();
        string? label = null;
        var (begin, body) = (0, 0);
        for (var at = Next(text, 0); at >= 0;)
        {
            if (Label(text[at..], Begin) is { } opened)
            {
                isWhole &= label is null;
                (label, begin, body) = (opened, at, at + Begin.Length + opened.Length + Dashes.Length);
                at = Next(text, body);
            }
            else if (label is not null && Label(text[at..], End) == label)
            {
                var end = at + End.Length + label.Length + Dashes.Length;
                blocks.Add(new PemBlock(Normal(label), begin..end, body..at));
                label = null;
                at = Next(text, end);
            }
            else
            {
                isWhole &= Label(text[at..], End) is null;
                at = Next(text, at + 1);
            }
        }

        return new PemBlocks(blocks.ToImmutable(), isWhole && label is null);
    }

    // Labels written by hand may have lower case and several blanks.
    private static string Normal(string label) =>
        string.Join(' ', label.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    private static int Next(ReadOnlySpan<char> text, int from) =>
        text[from..].IndexOf(Dashes, StringComparison.Ordinal) is >= 0 and var found ? from + found : -1;

    private static string? Label(ReadOnlySpan<char> text, string front)
    {
        if (!text.StartsWith(front, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = text[front.Length..Math.Min(text.Length, front.Length + LongestLabel + Dashes.Length)];
        var length = rest.IndexOf(Dashes, StringComparison.Ordinal);
        return length >= 0 && !rest[..length].ContainsAnyExcept(LabelText) ? rest[..length].ToString() : null;
    }
}

/// <summary>The blocks of a PEM text.</summary>
// IsWhole: whether each BEGIN has its END; where not, a part of the text was lost.
internal readonly record struct PemBlocks(ImmutableArray<PemBlock> All, bool IsWhole);

/// <summary>A block of a PEM text.</summary>
// Label: what is between BEGIN and the dashes, in capitals.
// Text: its place in the text: from BEGIN to the end of END, without its line end.
// Body: what is between the markers, headers included.
internal readonly record struct PemBlock(string Label, Range Text, Range Body);
