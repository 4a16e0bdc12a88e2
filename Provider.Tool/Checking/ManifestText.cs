using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>The text of a manifest file: UTF-8, or UTF-16 with a byte-order mark, as kubectl reads it.</summary>
internal static class ManifestText
{
    /// <summary>Reads the bytes of a file; the finding has the place where they are not text.</summary>
    public static (string Text, Finding? Fault) Read(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            var encoding = bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            return (encoding.GetString(bytes.AsSpan(2)), null);
        }

        var text = Encoding.UTF8.GetString(bytes).TrimStart('\ufeff');
        var valid = new char[bytes.Length];
        return Utf8.ToUtf16(bytes, valid, out var read, out var written, replaceInvalidSequences: false)
            == OperationStatus.Done ? (text, null) : (text, Fault(bytes[read], valid.AsSpan(0, written)));
    }

    private static Finding Fault(byte first, ReadOnlySpan<char> before)
    {
        var position = new TextPosition(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
        return new Finding(
            FindingCodes.YamlInvalid, position, "file",
            string.Create(CultureInfo.InvariantCulture, $"is not UTF-8 text: it has the byte 0x{first:X2}"),
            "Save the file in the encoding UTF-8.");
    }
}
