using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Provider.Content.Pfx;

/// <summary>The key derivation of RFC 7292, appendix B.2, by OpenSSL: .NET does not make its own public.</summary>
// One call for all rounds takes a third of the time of a loop over .NET's hashes, which crosses into OpenSSL at every
// round. The library is the one that .NET's own cryptography has loaded.
internal static partial class Pkcs12Kdf
{
    /// <summary>The ID of appendix B.3.</summary>
    public enum Purpose
    {
        Key = 1,
        Vector = 2,
        Mac = 3,
    }

    /// <summary>Derives bytes. Cannot be canceled, so the rounds are checked against a limit first.</summary>
    /// <exception cref="CryptographicException">OpenSSL refuses the hash or the number of rounds.</exception>
    public static byte[] Derive(
        HashAlgorithmName hash, Purpose purpose, PasswordForm password, ReadOnlySpan<byte> salt, int iterations,
        int length)
    {
        var derived = new byte[length];
        var form = password.Bmp.AsSpan();
        return KeyGen(
            form, form.Length, salt, salt.Length, (int)purpose, iterations, length, derived, Digest(hash.Name!)) == 1
            ? derived
            : throw new CryptographicException("OpenSSL could not derive a key");
    }

    [LibraryImport("libcrypto.so.3", EntryPoint = "PKCS12_key_gen_uni")]
    private static partial int KeyGen(
        ReadOnlySpan<byte> password, int passwordLength, ReadOnlySpan<byte> salt, int saltLength,
        int purpose, int iterations, int length, Span<byte> derived, nint digest);

    [LibraryImport("libcrypto.so.3", EntryPoint = "EVP_get_digestbyname", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Digest(string name);
}

/// <summary>A password as bytes. PKCS#12 has two ways to write no password, and files of both kinds exist.</summary>
// Bmp: for PKCS#12's own derivation: a BMPString with two zero bytes at its end, or nothing at all.
internal sealed record PasswordForm(ImmutableArray<byte> Bmp)
{
    /// <summary>Both forms of no password, the more frequent first: an empty string, and nothing at all.</summary>
    public static ImmutableArray<PasswordForm> None { get; } = [new([0, 0]), new([])];

    /// <summary>For PBKDF2: the password in UTF-8.</summary>
    public ImmutableArray<byte> Utf8 { get; init; } = [];

    public static PasswordForm Of(string password) =>
        new([.. Encoding.BigEndianUnicode.GetBytes(password), 0, 0]) { Utf8 = [.. Encoding.UTF8.GetBytes(password)] };
}
