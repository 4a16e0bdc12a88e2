using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Content.Pfx;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>Builds PFX files from parts, so that a changed part can be in an otherwise valid file.</summary>
internal static class SamplePfx
{
    private const int Iterations = 3;
    private static readonly byte[] Salt = [1, 2, 3, 4, 5, 6, 7, 8];

    public static byte[] Bags(string? cipher)
    {
        var chain = SampleChain.Shared;
        var bags = new AsnWriter(AsnEncodingRules.DER);
        using (bags.PushSequence())
        {
            foreach (var certificate in chain.InOrder)
            {
                PfxBagWriter.Certificate(bags, certificate, keyId: -1, alias: null);
            }

            if (cipher == PfxOids.Pbes2)
            {
                PfxBagWriter.PrivateKey(bags, chain.LeafKey, keyId: 0, Iterations, PasswordForm.None[0], alias: null);
            }
            else
            {
                Key(bags, cipher, cipher is null ? chain.RsaKeyInfo : chain.LeafKey);
            }
        }

        return bags.Encode();
    }

    public static byte[] File(byte[] bags, bool hasMac) =>
        hasMac ? Sealed(Content(bags)) : Whole(Content(bags), mac: null);

    public static byte[] Content(byte[] bags)
    {
        var content = new AsnWriter(AsnEncodingRules.DER);
        using (content.PushSequence())
        {
            Data(content, bags);
        }

        return content.Encode();
    }

    public static byte[] Sealed(byte[] content) =>
        Whole(content, PfxMac.Compute(HashAlgorithmName.SHA256, PasswordForm.None[0], Salt, Iterations, content));

    private static byte[] Whole(byte[] content, byte[]? mac)
    {
        var file = new AsnWriter(AsnEncodingRules.DER);
        using (file.PushSequence())
        {
            file.WriteInteger(3);
            Data(file, content);
            if (mac is not null)
            {
                using (file.PushSequence())
                {
                    using (file.PushSequence())
                    {
                        Asn1.Algorithm(file, PfxOids.Sha256);
                        file.WriteOctetString(mac);
                    }

                    file.WriteOctetString(Salt);
                    file.WriteInteger(Iterations);
                }
            }
        }

        return file.Encode();
    }

    private static void Key(AsnWriter bags, string? cipher, byte[] key)
    {
        using (bags.PushSequence())
        {
            bags.WriteObjectIdentifier(cipher is null ? PfxOids.KeyBag : PfxOids.ShroudedKeyBag);
            using (bags.PushSequence(Asn1.ExplicitTag))
            {
                if (cipher is null)
                {
                    bags.WriteEncodedValue(key);
                    return;
                }

                using (bags.PushSequence())
                {
                    using (bags.PushSequence())
                    {
                        bags.WriteObjectIdentifier(cipher);
                        using (bags.PushSequence())
                        {
                            bags.WriteOctetString(Salt);
                            bags.WriteInteger(Iterations);
                        }
                    }

                    bags.WriteOctetString(Encrypt(cipher, key));
                }
            }
        }
    }

    private static byte[] Encrypt(string oid, byte[] key)
    {
        var length = oid == PfxOids.PbeTripleDes ? 24 : 16;
        byte[] Derive(Pkcs12Kdf.Purpose purpose, int bytes) =>
            Pkcs12Kdf.Derive(HashAlgorithmName.SHA1, purpose, PasswordForm.None[0], Salt, Iterations, bytes);
        using var cipher = OldCiphers.TripleDes();
        var derived = Derive(Pkcs12Kdf.Purpose.Key, length);
        cipher.Key = length == 16 ? [.. derived, .. derived[..8]] : derived;
        return cipher.EncryptCbc(key, Derive(Pkcs12Kdf.Purpose.Vector, 8));
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
