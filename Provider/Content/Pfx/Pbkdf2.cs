using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>A key derivation by PBKDF2 (RFC 8018, section 5.2). Both forms of no password give the same key.</summary>
// Cost: rounds, as DerivationBudget counts them.
internal sealed record Pbkdf2(byte[] Salt, int Iterations, HashAlgorithmName Hash, long Cost)
{
    /// <summary>PBKDF2-params: salt, iterationCount, keyLength OPTIONAL, prf DEFAULT hmacWithSHA1.</summary>
    /// <exception cref="UnreadableContentException">It is another derivation, or its hash is not supported.</exception>
    public static Pbkdf2 Read(AsnReader algorithm, int keyBytes)
    {
        var oid = algorithm.ReadObjectIdentifier();
        if (oid != PfxOids.Pbkdf2)
        {
            throw UnsupportedAlgorithm.For("derives its key with", oid);
        }

        var parameters = algorithm.ReadSequence();
        var salt = parameters.ReadOctetString();
        var iterations = Asn1.Int(parameters);
        if (parameters.HasData && parameters.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
        {
            parameters.ReadInteger();
        }

        var hash = parameters.HasData
            ? PfxHashes.Read(parameters.ReadSequence().ReadObjectIdentifier())
            : HashAlgorithmName.SHA1;
        var blocks = (keyBytes + PfxHashes.Bytes(hash) - 1) / PfxHashes.Bytes(hash);
        return new Pbkdf2(salt, iterations, hash, DerivationBudget.Cost(iterations, blocks));
    }

    public byte[] Derive(int keyBytes, PasswordForm password) =>
        Rfc2898DeriveBytes.Pbkdf2(password.Utf8.AsSpan(), Salt, Iterations, Hash, keyBytes);
}
