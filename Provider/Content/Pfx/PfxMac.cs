using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Provider.Content.Pfx;

/// <summary>The MAC of a PFX (RFC 7292, section 4): tells which form of no password the file has, and that it is whole.</summary>
internal static class PfxMac
{
    /// <summary>Finds the form of the password.</summary>
    /// <param name="data">The field macData.</param>
    /// <param name="content">What it covers.</param>
    /// <param name="budget">Pays for it.</param>
    /// <exception cref="UnreadableContentException">It fits neither form.</exception>
    public static PasswordForm Verify(AsnReader data, ReadOnlyMemory<byte> content, IterationBudget budget)
    {
        var fields = data.ReadSequence();
        var info = fields.ReadSequence();
        var hash = PfxHashes.Read(info.ReadSequence().ReadObjectIdentifier());
        var expected = info.ReadOctetString();
        var salt = fields.ReadOctetString();
        var iterations = fields.HasData ? Asn1.Int(fields) : 1;
        foreach (var form in PasswordForm.All)
        {
            budget.Take(iterations, runs: 1);
            var mac = Compute(hash, form, salt, iterations, content.Span);
            if (CryptographicOperations.FixedTimeEquals(mac, expected))
            {
                return form;
            }
        }

        throw new UnreadableContentException("is protected by a password, or damaged; a PFX in a vault must have no password");
    }

    /// <summary>Computes a MAC.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="form">The password.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="iterations">How often to hash for the key.</param>
    /// <param name="content">What it is to cover.</param>
    public static byte[] Compute(HashAlgorithmName hash, PasswordForm form, byte[] salt, int iterations, ReadOnlySpan<byte> content)
    {
        using var hashing = IncrementalHash.CreateHash(hash);
        var key = Pkcs12Kdf.Derive(hash, Pkcs12Kdf.Purpose.Mac, form.Bytes.AsSpan(), salt, iterations, hashing.HashLengthInBytes);
        using var mac = IncrementalHash.CreateHMAC(hash, key);
        mac.AppendData(content);
        return mac.GetHashAndReset();
    }
}
