using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>
/// The access token that a mount sends to its vault, and the claims by which it is compared. <c>Claims</c> is null when
/// it has none that could be compared. <c>ExpiresOn</c> is null when it has none that can be read.
/// </summary>
internal sealed record VaultCredential(SecretText Text, TokenHash Hash, TokenClaims? Claims, DateTimeOffset? ExpiresOn)
{
    /// <summary>The longest token that is sent; those of Azure have 1 to 4 KiB.</summary>
    public const int LongestToken = 16 * 1024;

    /// <summary><c>token</c>: with pod identity a tenant may have written it.</summary>
    /// <exception cref="MountException">The text cannot be sent as one token.</exception>
    public static VaultCredential Of(SecretText token, ReadOnlySpan<byte> hashKey)
    {
        var text = token.Reveal();
        if (text.Length is 0 or > LongestToken)
        {
            throw Malformed($"it has {text.Length} characters, and 1 to {LongestToken} are sent");
        }

        // Anything else could be read as the end of a header, or as two credentials (RFC 9110, section 11.6.2).
        if (text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.Contains(','))
        {
            throw Malformed("it has a character other than visible ASCII, or a comma");
        }

        var claims = TokenClaims.Read(text, out var expiresOn);
        return new VaultCredential(token, TokenHash.Of(text, hashKey), claims, expiresOn);
    }

    private static MountException Malformed(string why) =>
        new(ErrorCodes.TokenMalformed,
            $"the access token that the mount's identity was issued is not sent to the vault: {why}");
}

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
