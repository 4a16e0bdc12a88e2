using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Provider.Content;

/// <summary>The version of a file made of more, or less, than one vault object; changes with any of them.</summary>
internal static class DerivedVersion
{
    // As long as a version id of a vault.
    private const int Bytes = 16;

    /// <summary>A hash of the class's parameters and of the objects' versions; never of a value.</summary>
    public static string Of(params ReadOnlySpan<string> inputs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var input in inputs)
        {
            // With its length before it, so that no two lists of texts give the same bytes.
            BinaryPrimitives.WriteInt32LittleEndian(length, input.Length);
            hash.AppendData(length);
            hash.AppendData(Encoding.Unicode.GetBytes(input));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, Bytes));
    }
}
