using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Provider.Model;

/// <summary>
/// A file's path in a volume. Only <see cref="TryParse"/> creates one, so the driver accepts all of them.
/// </summary>
internal sealed record VolumePath
{
    // The driver's own limits, counted in bytes.
    private const int LongestPath = 4096;
    private const int LongestElement = 255;

    private VolumePath(string text) => Text = text;

    /// <summary>The path, relative to the volume's root, with slashes between its elements.</summary>
    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out VolumePath? path, [NotNullWhen(false)]
        out string? fault)
    {
        fault = Fault(text);
        path = fault is null ? new VolumePath(text) : null;
        return fault is null;
    }

    public override string ToString() => Text;

    private static string? Fault(string text)
    {
        if (text.Contains('\0'))
        {
            return "holds a NUL character";
        }

        if (text.StartsWith('/'))
        {
            return "is not relative";
        }

        if (Encoding.UTF8.GetByteCount(text) > LongestPath)
        {
            return $"is longer than {LongestPath} bytes";
        }

        foreach (var element in text.AsSpan().Split('/'))
        {
            if (ElementFault(text.AsSpan(element)) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? ElementFault(ReadOnlySpan<char> element)
    {
        if (element is "" or ".")
        {
            return "has an empty element or a dot as one";
        }

        if (element.Contains("..", StringComparison.Ordinal))
        {
            return "has two dots in a row";
        }

        return Encoding.UTF8.GetByteCount(element) > LongestElement
            ? $"has an element longer than {LongestElement} bytes"
            : null;
    }
}
