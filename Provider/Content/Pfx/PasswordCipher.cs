using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>Password-based encryption by PKCS#12 (RFC 7292, appendix C) or PBES2 (RFC 8018, section 6.2).</summary>
// Oid: the cipher, or PKCS#12's scheme.
// KeyBytes: length of the key.
// Key: how the key is derived in PBES2; null for PKCS#12's schemes.
// Parameter: the initial vector in PBES2; the salt in PKCS#12's schemes.
// Iterations: rounds in PKCS#12's schemes.
internal sealed record PasswordCipher(string Oid, int KeyBytes, Pbkdf2? Key, byte[] Parameter, int Iterations)
{
    private const int VectorBytes = 8;
    private const int AesVectorBytes = 16;

    /// <summary>Rounds in <see cref="DerivationBudget"/>'s units: the key's SHA-1 blocks and the vector's.</summary>
    public long Cost => Key?.Cost ?? DerivationBudget.Cost(Iterations, ((KeyBytes + 19) / 20) + 1);

    /// <exception cref="UnreadableContentException">The algorithm is not supported.</exception>
    public static PasswordCipher Read(AsnReader algorithm)
    {
        var oid = algorithm.ReadObjectIdentifier();
        return oid switch
        {
            PfxOids.Pbes2 => Pbes2(algorithm.ReadSequence()),
            PfxOids.PbeTripleDes => Pkcs12(oid, keyBytes: 24, algorithm),
            PfxOids.PbeTripleDesTwoKeys or PfxOids.PbeRc2Of128 => Pkcs12(oid, keyBytes: 16, algorithm),
            PfxOids.PbeRc2Of40 => Pkcs12(oid, keyBytes: 5, algorithm),
            _ => throw UnsupportedAlgorithm.For("is encrypted with", oid),
        };
    }

    /// <exception cref="CryptographicException">The password is another, or the bytes are damaged.</exception>
    public byte[] Decrypt(byte[] encrypted, PasswordForm form, DerivationBudget budget)
    {
        budget.Take(Cost);
        using var cipher = Cipher();
        if (Key is not null)
        {
            cipher.Key = Key.Derive(KeyBytes, form);
            return cipher.DecryptCbc(encrypted, Parameter);
        }

        var key = Derive(Pkcs12Kdf.Purpose.Key, KeyBytes, form);
        // Triple DES with two keys uses the first again for the third.
        cipher.Key = Oid == PfxOids.PbeTripleDesTwoKeys ? [.. key, .. key[..8]] : key;
        return cipher.DecryptCbc(encrypted, Derive(Pkcs12Kdf.Purpose.Vector, VectorBytes, form));
    }

    private static PasswordCipher Pkcs12(string oid, int keyBytes, AsnReader algorithm)
    {
        var parameters = algorithm.ReadSequence();
        var salt = parameters.ReadOctetString();
        return new PasswordCipher(oid, keyBytes, Key: null, salt, Asn1.Int(parameters));
    }

    private static PasswordCipher Pbes2(AsnReader parameters)
    {
        var key = parameters.ReadSequence();
        var encryption = parameters.ReadSequence();
        var oid = encryption.ReadObjectIdentifier();
        var keyBytes = oid switch
        {
            PfxOids.Aes128 => 16,
            PfxOids.Aes192 or PfxOids.TripleDes => 24,
            PfxOids.Aes256 => 32,
            _ => throw UnsupportedAlgorithm.For("is encrypted with", oid),
        };
        var vector = encryption.ReadOctetString();
        return vector.Length == (oid == PfxOids.TripleDes ? VectorBytes : AesVectorBytes)
            ? new PasswordCipher(oid, keyBytes, Pbkdf2.Read(key, keyBytes), vector, Iterations: 0)
            : throw new UnreadableContentException("is encrypted with an initial vector of the wrong length");
    }

    private SymmetricAlgorithm Cipher() => Oid switch
    {
        PfxOids.PbeTripleDes or PfxOids.PbeTripleDesTwoKeys or PfxOids.TripleDes => OldCiphers.TripleDes(),
        PfxOids.PbeRc2Of128 or PfxOids.PbeRc2Of40 => OldCiphers.Rc2(),
        _ => Aes.Create(),
    };

    private byte[] Derive(Pkcs12Kdf.Purpose purpose, int length, PasswordForm form) =>
        Pkcs12Kdf.Derive(HashAlgorithmName.SHA1, purpose, form, Parameter, Iterations, length);
}
