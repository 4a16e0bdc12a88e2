using System.Text;
using System.Text.Json;

namespace Provider.Tool.Checking;

/// <summary>One YAML document of a file, so that a broken one does not hide the others.</summary>
internal sealed record ManifestDocument(string Text, int LinesBefore)
{
    /// <summary>Splits a file of JSON where one value ends and another begins.</summary>
    public static IEnumerable<ManifestDocument> SplitJson(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (int start = 0, lines = 0; start < bytes.Length;)
        {
            var length = Length(bytes.AsSpan(start));
            var document = Encoding.UTF8.GetString(bytes, start, length);
            if (!string.IsNullOrWhiteSpace(document))
            {
                yield return new ManifestDocument(document, lines);
            }

            lines += document.AsSpan().Count('\n');
            start += length;
        }
    }

    // The length of the first value; of the whole rest if it is not JSON.
    private static int Length(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { AllowMultipleValues = true });
            reader.Read();
            reader.Skip();
            return (int)reader.BytesConsumed;
        }
        catch (JsonException)
        {
            return json.Length;
        }
    }

    /// <summary>
    /// Splits a file at the markers of YAML documents, which scalars cannot contain at the start of a line.
    /// </summary>
    public static IEnumerable<ManifestDocument> Split(string text)
    {
        var document = new StringBuilder();
        var (line, first, hasContent) = (0, 0, false);
        foreach (var part in Lines(text))
        {
            if (IsMarker(part, "---") && hasContent)
            {
                yield return Take(document, first);
                (first, hasContent) = (line, false);
            }

            document.Append(part);
            line++;
            if (IsMarker(part, "..."))
            {
                yield return Take(document, first);
                (first, hasContent) = (line, false);
            }
            else
            {
                hasContent |= HasContent(IsMarker(part, "---") ? part[3..] : part);
            }
        }

        if (hasContent)
        {
            yield return new ManifestDocument(document.ToString(), first);
        }
    }

    private static ManifestDocument Take(StringBuilder document, int first)
    {
        var taken = new ManifestDocument(document.ToString(), first);
        document.Clear();
        return taken;
    }

    // Directives and comments belong to the document after them.
    private static bool HasContent(string line) =>
        line.TrimStart() is { Length: > 0 } text && text[0] != '#' && line[0] != '%';

    private static bool IsMarker(string line, string marker) =>
        line.StartsWith(marker, StringComparison.Ordinal)
            && (line.Length == marker.Length || char.IsWhiteSpace(line[marker.Length]));

    // With their line ends.
    private static IEnumerable<string> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found + 1 : text.Length;
            yield return text[start..end];
            start = end;
        }
    }
}
