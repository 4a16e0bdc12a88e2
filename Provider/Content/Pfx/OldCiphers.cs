using System.Security.Cryptography;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>Obsolete ciphers, which existing files use.</summary>
internal static class OldCiphers
{
#pragma warning disable CA5350, CA5351 // Only to read what others wrote.
    public static SymmetricAlgorithm TripleDes() => TripleDES.Create();

    /// <exception cref="UnreadableContentException">
    /// It is not installed: OpenSSL 3 has it in a separate module.
    /// </exception>
    public static SymmetricAlgorithm Rc2()
    {
        var cipher = RC2.Create();
        try
        {
            // Tried with a valid key, so that a missing cipher is not reported as a wrong password.
            cipher.EncryptEcb(new byte[8], PaddingMode.None);
            return cipher;
        }
        catch (Exception error) when (error is CryptographicException or PlatformNotSupportedException)
        {
            cipher.Dispose();
            throw new UnreadableContentException(
                "is encrypted with RC2, for which OpenSSL's legacy provider is missing here");
        }
    }
#pragma warning restore CA5350, CA5351
}
