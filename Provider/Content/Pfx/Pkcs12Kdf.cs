using System.Security.Cryptography;

namespace Provider.Content.Pfx;

/// <summary>The key derivation of RFC 7292, appendix B.2, which .NET has but does not offer.</summary>
internal static class Pkcs12Kdf
{
    /// <summary>What the bytes are for: the ID of appendix B.3.</summary>
    public enum Purpose : byte
    {
        /// <summary>A cipher's key.</summary>
        Key = 1,

        /// <summary>A cipher's initial vector.</summary>
        Vector = 2,

        /// <summary>A MAC's key.</summary>
        Mac = 3,
    }

    /// <summary>Derives bytes.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="purpose">What they are for.</param>
    /// <param name="password">The password as a BMPString with its two zero bytes, or nothing at all.</param>
    /// <param name="salt">The salt.</param>
    /// <param name="iterations">How often to hash; paid for.</param>
    /// <param name="length">How many bytes.</param>
    public static byte[] Derive(
        HashAlgorithmName hash, Purpose purpose, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int iterations, int length)
    {
        var block = hash == HashAlgorithmName.SHA384 || hash == HashAlgorithmName.SHA512 ? 128 : 64;
        using var hashing = IncrementalHash.CreateHash(hash);
        var mixed = (byte[])[.. Repeated(salt, block), .. Repeated(password, block)];
        var diversifier = new byte[block];
        diversifier.AsSpan().Fill((byte)purpose);
        var round = new byte[hashing.HashLengthInBytes];
        var derived = new byte[length];
        for (var done = 0; done < length; done += round.Length)
        {
            hashing.AppendData(diversifier);
            hashing.AppendData(mixed);
            for (var i = 1; i < iterations; i++)
            {
                hashing.GetHashAndReset(round);
                hashing.AppendData(round);
            }

            hashing.GetHashAndReset(round);
            round.AsSpan(0, Math.Min(round.Length, length - done)).CopyTo(derived.AsSpan(done));
            AddToEach(mixed, round, block);
        }

        return derived;
    }

    // Step 6C: each block of the mixture plus the round's hash, repeated to a block, plus 1.
    private static void AddToEach(Span<byte> mixed, byte[] round, int block)
    {
        for (; mixed.Length > 0; mixed = mixed[block..])
        {
            var carry = 1;
            for (var i = block - 1; i >= 0; i--)
            {
                carry += mixed[i] + round[i % round.Length];
                mixed[i] = (byte)carry;
                carry >>= 8;
            }
        }
    }

    // To the next whole number of blocks; nothing stays nothing.
    private static byte[] Repeated(ReadOnlySpan<byte> bytes, int block)
    {
        var repeated = new byte[(bytes.Length + block - 1) / block * block];
        for (var i = 0; i < repeated.Length; i++)
        {
            repeated[i] = bytes[i % bytes.Length];
        }

        return repeated;
    }
}
