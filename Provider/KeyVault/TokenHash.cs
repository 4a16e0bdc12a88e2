using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Provider.KeyVault;

/// <summary>
/// A keyed hash of an access token: equal for equal bytes, and useless to whoever finds it in memory.
/// </summary>
internal readonly record struct TokenHash(UInt128 High, UInt128 Low)
{
    /// <summary>The HMAC-SHA256 of a token.</summary>
    public static TokenHash Of(string token, ReadOnlySpan<byte> key)
    {
        var bytes = Encoding.UTF8.GetBytes(token);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes, hash);
        CryptographicOperations.ZeroMemory(bytes);
        return new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }
}
