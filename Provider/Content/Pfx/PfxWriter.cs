using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Provider.Content.Pfx;

/// <summary>Writes a PFX without a password, as OpenSSL 3 does: AES-256 for keys, certificates in the clear, a SHA-256 MAC.</summary>
/// <remarks>
/// The same certificate always gives the same bytes. A volume is made anew at every rotation, and salts by chance would give every
/// pod a new file each time. They come from the content instead: a salt need not be secret, and with no password there is nothing
/// that it could protect.
/// </remarks>
internal static class PfxWriter
{
    private const int Iterations = 2048;
    private const int SaltBytes = 16;

    /// <summary>Writes a file.</summary>
    /// <param name="bundle">What goes into it.</param>
    /// <exception cref="CryptographicException">A certificate cannot be read.</exception>
    public static byte[] Write(CertificateBundle bundle)
    {
        var content = Content(bundle);
        var salt = SHA256.HashData(content)[..SaltBytes];
        var file = new AsnWriter(AsnEncodingRules.DER);
        using (file.PushSequence())
        {
            file.WriteInteger(3);
            Data(file, content);
            using (file.PushSequence())
            {
                using (file.PushSequence())
                {
                    Asn1.Algorithm(file, PfxOids.Sha256);
                    file.WriteOctetString(PfxMac.Compute(HashAlgorithmName.SHA256, PasswordForm.All[0], salt, Iterations, content));
                }

                file.WriteOctetString(salt);
                file.WriteInteger(Iterations);
            }
        }

        return file.Encode();
    }

    private static byte[] Content(CertificateBundle bundle)
    {
        var owners = PfxOwners.Find(bundle);
        var certificates = new AsnWriter(AsnEncodingRules.DER);
        using (certificates.PushSequence())
        {
            for (var i = 0; i < bundle.Certificates.Length; i++)
            {
                PfxBagWriter.Certificate(certificates, bundle.Certificates[i], keyId: owners.IndexOf(i));
            }
        }

        var keys = new AsnWriter(AsnEncodingRules.DER);
        using (keys.PushSequence())
        {
            for (var i = 0; i < bundle.PrivateKeys.Length; i++)
            {
                PfxBagWriter.PrivateKey(keys, bundle.PrivateKeys[i], keyId: i, Iterations);
            }
        }

        var safes = new AsnWriter(AsnEncodingRules.DER);
        using (safes.PushSequence())
        {
            Data(safes, certificates.Encode());
            Data(safes, keys.Encode());
        }

        return safes.Encode();
    }

    private static void Data(AsnWriter writer, byte[] content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(PfxOids.Data);
            using (writer.PushSequence(Asn1.ExplicitTag))
            {
                writer.WriteOctetString(content);
            }
        }
    }
}
