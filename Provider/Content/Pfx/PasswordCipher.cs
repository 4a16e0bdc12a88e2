using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Provider.Content.Pfx;

/// <summary>Decrypts what is encrypted with a password: PKCS#12's own ciphers (RFC 7292, appendix C) and PBES2 (RFC 8018, section 6.2).</summary>
internal static class PasswordCipher
{
    /// <summary>Decrypts.</summary>
    /// <param name="algorithm">The AlgorithmIdentifier.</param>
    /// <param name="encrypted">The bytes.</param>
    /// <param name="form">The password.</param>
    /// <param name="budget">Pays for it.</param>
    /// <returns>Bytes that are the caller's to erase.</returns>
    /// <exception cref="UnreadableContentException">The algorithm is not supported.</exception>
    /// <exception cref="CryptographicException">The password is another.</exception>
    public static byte[] Decrypt(AsnReader algorithm, byte[] encrypted, PasswordForm form, IterationBudget budget)
    {
        switch (algorithm.ReadObjectIdentifier())
        {
            case PfxOids.Pbes2:
                return Pbes2(algorithm.ReadSequence(), encrypted, budget);
            case PfxOids.PbeTripleDes:
                return Pbe(OldCiphers.TripleDes(), keyLength: 24, algorithm, encrypted, form, budget);
            case PfxOids.PbeTripleDesTwoKeys:
                return Pbe(OldCiphers.TripleDes(), keyLength: 16, algorithm, encrypted, form, budget);
            case PfxOids.PbeRc2Of128:
                return Pbe(OldCiphers.Rc2(), keyLength: 16, algorithm, encrypted, form, budget);
            case PfxOids.PbeRc2Of40:
                return Pbe(OldCiphers.Rc2(), keyLength: 5, algorithm, encrypted, form, budget);
            case var other:
                throw new UnreadableContentException($"is encrypted with {other}, which is not supported");
        }
    }

    private static byte[] Pbe(
        SymmetricAlgorithm cipher, int keyLength, AsnReader algorithm, byte[] encrypted, PasswordForm form, IterationBudget budget)
    {
        using (cipher)
        {
            var parameters = algorithm.ReadSequence();
            var salt = parameters.ReadOctetString();
            var iterations = Asn1.Int(parameters);
            // One for each SHA-1 that the key is long, and one for the vector.
            budget.Take(iterations, runs: ((keyLength + 19) / 20) + 1);
            byte[] Derive(Pkcs12Kdf.Purpose purpose, int length) =>
                Pkcs12Kdf.Derive(HashAlgorithmName.SHA1, purpose, form.Bytes.AsSpan(), salt, iterations, length);
            var key = Derive(Pkcs12Kdf.Purpose.Key, keyLength);
            // Triple DES with two keys takes the first again for the third.
            cipher.Key = cipher is TripleDES && keyLength == 16 ? [.. key, .. key[..8]] : key;
            return cipher.DecryptCbc(encrypted, Derive(Pkcs12Kdf.Purpose.Vector, 8));
        }
    }

    private static byte[] Pbes2(AsnReader parameters, byte[] encrypted, IterationBudget budget)
    {
        var derivation = parameters.ReadSequence();
        var encryption = parameters.ReadSequence();
        var (cipher, keyLength) = Cipher(encryption.ReadObjectIdentifier());
        using (cipher)
        {
            cipher.Key = Pbkdf2(derivation, keyLength, budget);
            return cipher.DecryptCbc(encrypted, encryption.ReadOctetString());
        }
    }

    private static (SymmetricAlgorithm Cipher, int KeyLength) Cipher(string oid) => oid switch
    {
        PfxOids.Aes128 => (Aes.Create(), 16),
        PfxOids.Aes192 => (Aes.Create(), 24),
        PfxOids.Aes256 => (Aes.Create(), 32),
        PfxOids.TripleDes => (OldCiphers.TripleDes(), 24),
        _ => throw new UnreadableContentException($"is encrypted with {oid}, which is not supported"),
    };

    // PBKDF2-params: salt, iterationCount, keyLength OPTIONAL, prf DEFAULT hmacWithSHA1. Its password has no zero bytes behind it, so
    // both forms of none are the same to it.
    private static byte[] Pbkdf2(AsnReader derivation, int keyLength, IterationBudget budget)
    {
        var oid = derivation.ReadObjectIdentifier();
        if (oid != PfxOids.Pbkdf2)
        {
            throw new UnreadableContentException($"derives its key with {oid}, which is not supported");
        }

        var parameters = derivation.ReadSequence();
        var salt = parameters.ReadOctetString();
        var iterations = Asn1.Int(parameters);
        if (parameters.HasData && parameters.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            parameters.ReadInteger();
        }

        var hash = parameters.HasData ? PfxHashes.Read(parameters.ReadSequence().ReadObjectIdentifier()) : HashAlgorithmName.SHA1;
        // An HMAC runs its hash twice.
        budget.Take(iterations, runs: 2);
        return Rfc2898DeriveBytes.Pbkdf2(ReadOnlySpan<byte>.Empty, salt, iterations, hash, keyLength);
    }
}
