using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Provider.Content.Pfx;

/// <summary>Writes the bags of a PFX (RFC 7292, section 4.2).</summary>
internal static class PfxBagWriter
{
    private const int KeyBytes = 32;

    /// <summary>Writes a certificate.</summary>
    // keyId: ties it to a key; negative for the certificates of a chain.
    public static void Certificate(AsnWriter bags, ReadOnlyMemory<byte> certificate, int keyId)
    {
        using (bags.PushSequence())
        {
            bags.WriteObjectIdentifier(PfxOids.CertificateBag);
            using (bags.PushSequence(Asn1.ExplicitTag))
            using (bags.PushSequence())
            {
                bags.WriteObjectIdentifier(PfxOids.X509Certificate);
                using (bags.PushSequence(Asn1.ExplicitTag))
                {
                    bags.WriteOctetString(certificate.Span);
                }
            }

            if (keyId >= 0)
            {
                LocalKeyId(bags, keyId);
            }
        }
    }

    /// <summary>Writes a private key, encrypted: Java reads no other keys.</summary>
    public static void PrivateKey(AsnWriter bags, byte[] key, int keyId, int iterations)
    {
        // Salt and vector from the key, so that the same key gives the same bytes.
        var derived = SHA256.HashData(key);
        var (salt, vector) = (derived[..16], derived[16..]);
        using (bags.PushSequence())
        {
            bags.WriteObjectIdentifier(PfxOids.ShroudedKeyBag);
            using (bags.PushSequence(Asn1.ExplicitTag))
            using (bags.PushSequence())
            {
                Pbes2(bags, salt, vector, iterations);
                bags.WriteOctetString(Encrypt(key, salt, vector, iterations));
            }

            LocalKeyId(bags, keyId);
        }
    }

    private static byte[] Encrypt(byte[] key, byte[] salt, byte[] vector, int iterations)
    {
        using var cipher = Aes.Create();
        cipher.Key =
            Rfc2898DeriveBytes.Pbkdf2(ReadOnlySpan<byte>.Empty, salt, iterations, HashAlgorithmName.SHA256, KeyBytes);
        return cipher.EncryptCbc(key, vector);
    }

    private static void Pbes2(AsnWriter writer, byte[] salt, byte[] vector, int iterations)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(PfxOids.Pbes2);
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(PfxOids.Pbkdf2);
                    using (writer.PushSequence())
                    {
                        writer.WriteOctetString(salt);
                        writer.WriteInteger(iterations);
                        Asn1.Algorithm(writer, PfxOids.HmacSha256);
                    }
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(PfxOids.Aes256);
                    writer.WriteOctetString(vector);
                }
            }
        }
    }

    private static void LocalKeyId(AsnWriter bags, int keyId)
    {
        using (bags.PushSetOf())
        using (bags.PushSequence())
        {
            bags.WriteObjectIdentifier(PfxOids.LocalKeyId);
            using (bags.PushSetOf())
            {
                bags.WriteOctetString([(byte)(keyId + 1)]);
            }
        }
    }
}
