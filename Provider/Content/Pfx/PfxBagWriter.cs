using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Provider.Content.Pfx;

/// <summary>Writes the bags of a PFX (RFC 7292, section 4.2).</summary>
internal static class PfxBagWriter
{
    private const int KeyBytes = 32;

    // keyId: the id of its key; negative for the certificates of a chain.
    public static void Certificate(AsnWriter bags, ReadOnlyMemory<byte> certificate, int keyId, string? alias)
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
                Attributes(bags, keyId, alias);
            }
        }
    }

    /// <summary>Writes a private key, encrypted: Java reads no other keys.</summary>
    public static void PrivateKey(AsnWriter bags, byte[] key, int keyId, int iterations, PasswordForm password,
        string? alias)
    {
        // Salt and vector from the key, so that the same key gives the same bytes.
        var derived = PfxWriter.Salt(password, key);
        var (salt, vector) = (derived[..16], derived[16..]);
        using (bags.PushSequence())
        {
            bags.WriteObjectIdentifier(PfxOids.ShroudedKeyBag);
            using (bags.PushSequence(Asn1.ExplicitTag))
            using (bags.PushSequence())
            {
                Pbes2(bags, salt, vector, iterations);
                bags.WriteOctetString(Encrypt(key, salt, vector, iterations, password));
            }

            Attributes(bags, keyId, alias);
        }
    }

    private static byte[] Encrypt(byte[] key, byte[] salt, byte[] vector, int iterations, PasswordForm password)
    {
        using var cipher = Aes.Create();
        cipher.Key =
            Rfc2898DeriveBytes.Pbkdf2(password.Utf8.AsSpan(), salt, iterations, HashAlgorithmName.SHA256, KeyBytes);
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

    private static void Attributes(AsnWriter bags, int keyId, string? alias)
    {
        using (bags.PushSetOf())
        {
            Attribute(bags, PfxOids.LocalKeyId, () => bags.WriteOctetString([(byte)(keyId + 1)]));
            if (alias is not null)
            {
                var name = keyId == 0 ? alias : $"{alias}-{keyId + 1}";
                Attribute(
                    bags, PfxOids.FriendlyName,
                    () => bags.WriteCharacterString(UniversalTagNumber.BMPString, name));
            }
        }
    }

    private static void Attribute(AsnWriter bags, string oid, Action write)
    {
        using (bags.PushSequence())
        {
            bags.WriteObjectIdentifier(oid);
            using (bags.PushSetOf())
            {
                write();
            }
        }
    }
}
