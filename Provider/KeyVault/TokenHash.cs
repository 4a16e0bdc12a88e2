using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Provider.KeyVault;

/// <summary>A keyed hash of an access token: useless to whoever finds it in memory.</summary>
internal readonly record struct TokenHash(UInt128 High, UInt128 Low)
{
    /// <summary>The HMAC-SHA256 of a token.</summary>
    public static TokenHash Of(string token, ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(token), hash);
        return new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }
}
