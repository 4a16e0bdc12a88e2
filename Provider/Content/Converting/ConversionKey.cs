using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Provider.Content.Converting;

/// <summary>A keyed hash of a value and of everything that its conversion depends on.</summary>
// The key can be made only with the value itself, and a key in a memory dump does not reveal the value.
internal readonly record struct ConversionKey(UInt128 First, UInt128 Second)
{
    // secret: random, one for the process.
    public static ConversionKey Of(CertificateConversion conversion, byte[] secret)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData([
            (byte)conversion.Form,
            (byte)conversion.Format,
            (byte)conversion.Encoding,
            conversion.Options.ConstructPemChain ? (byte)1 : (byte)0,
            conversion.Options.SeparateCertificateAndKey ? (byte)1 : (byte)0,
            conversion.IsOptional ? (byte)1 : (byte)0,
            conversion.Part is { } part ? (byte)part : byte.MaxValue]);
        foreach (var text in (string?[])[conversion.KeyAlias, conversion.Password?.Reveal()])
        {
            if (text is not null)
            {
                // With a mark and its length before it, so that no two lists of texts give the same bytes.
                hash.AppendData([1, .. BitConverter.GetBytes(text.Length)]);
                hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
            }
            else
            {
                hash.AppendData([0]);
            }
        }

        Append(hash, conversion.Value.Reveal());
        return MemoryMarshal.Read<ConversionKey>(hash.GetHashAndReset());
    }

    // Rotation hashes every certificate of the node again: hashing base64 and PEM as one byte a character halves the
    // time.
    private static void Append(IncrementalHash hash, ReadOnlySpan<char> value)
    {
        if (!Ascii.IsValid(value))
        {
            hash.AppendData([0xFF]);
            hash.AppendData(MemoryMarshal.AsBytes(value));
            return;
        }

        Span<byte> bytes = stackalloc byte[1024];
        for (; !value.IsEmpty; value = value[Math.Min(value.Length, bytes.Length)..])
        {
            Ascii.FromUtf16(value[..Math.Min(value.Length, bytes.Length)], bytes, out var written);
            hash.AppendData(bytes[..written]);
        }
    }
}
