using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>The MAC of a PFX (RFC 7292, section 4; PBMAC1, RFC 9579): verifies the password and the content.</summary>
// Key: how PBMAC1 derives its key; null for PKCS#12's own MAC.
// KeyBytes: length of PBMAC1's key.
internal sealed record PfxMac(
    HashAlgorithmName Hash, byte[] Expected, byte[] Salt, int Iterations, Pbkdf2? Key, int KeyBytes)
{
    /// <summary>Rounds for one form of the password, as <see cref="DerivationBudget"/> counts them.</summary>
    public long Cost => Key?.Cost ?? DerivationBudget.Cost(Iterations, blocks: 1);

    /// <exception cref="UnreadableContentException">An algorithm is not supported.</exception>
    public static PfxMac Read(AsnReader data)
    {
        var fields = data.ReadSequence();
        var info = fields.ReadSequence();
        var algorithm = info.ReadSequence();
        var oid = algorithm.ReadObjectIdentifier();
        var expected = info.ReadOctetString();
        if (oid == PfxOids.Pbmac1)
        {
            return Pbmac1(algorithm.ReadSequence(), expected);
        }

        var salt = fields.ReadOctetString();
        return new PfxMac(
            PfxHashes.Read(oid), expected, salt, fields.HasData ? Asn1.Int(fields) : 1, Key: null, KeyBytes: 0);
    }

    public bool Fits(PasswordForm form, ReadOnlySpan<byte> content, DerivationBudget budget)
    {
        budget.Take(Cost);
        var key = Key is null
            ? Pkcs12Kdf.Derive(Hash, Pkcs12Kdf.Purpose.Mac, form, Salt, Iterations, PfxHashes.Bytes(Hash))
            : Key.Derive(KeyBytes, form);
        return CryptographicOperations.FixedTimeEquals(CryptographicOperations.HmacData(Hash, key, content), Expected);
    }

    public static byte[] Compute(
        HashAlgorithmName hash, PasswordForm form, byte[] salt, int iterations, ReadOnlySpan<byte> content)
    {
        var key = Pkcs12Kdf.Derive(hash, Pkcs12Kdf.Purpose.Mac, form, salt, iterations, PfxHashes.Bytes(hash));
        return CryptographicOperations.HmacData(hash, key, content);
    }

    // PBMAC1-params: keyDerivationFunc, messageAuthScheme. The key's length is required there (RFC 9579, section 4).
    private static PfxMac Pbmac1(AsnReader parameters, byte[] expected)
    {
        var derivation = parameters.ReadEncodedValue();
        var hash = PfxHashes.Read(parameters.ReadSequence().ReadObjectIdentifier());
        var keyBytes = KeyLength(Asn1.Reader(derivation).ReadSequence());
        return new PfxMac(
            hash, expected, [], 0, Pbkdf2.Read(Asn1.Reader(derivation).ReadSequence(), keyBytes), keyBytes);
    }

    private static int KeyLength(AsnReader derivation)
    {
        derivation.ReadObjectIdentifier();
        var parameters = derivation.ReadSequence();
        parameters.ReadOctetString();
        parameters.ReadInteger();
        return Asn1.Int(parameters) is > 0 and <= 512 and var length
            ? length
            : throw new UnreadableContentException("has a MAC whose key length is not valid");
    }
}
