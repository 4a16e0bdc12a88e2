using System.Security.Cryptography;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>The hashes that PFX files name by object identifiers.</summary>
internal static class PfxHashes
{
    /// <summary>The hash of an identifier, which names the hash or the HMAC with it.</summary>
    /// <exception cref="UnreadableContentException">The hash is not supported.</exception>
    public static HashAlgorithmName Read(string oid) => oid switch
    {
        PfxOids.Sha1 or PfxOids.HmacSha1 => HashAlgorithmName.SHA1,
        PfxOids.Sha256 or PfxOids.HmacSha256 => HashAlgorithmName.SHA256,
        PfxOids.Sha384 or PfxOids.HmacSha384 => HashAlgorithmName.SHA384,
        PfxOids.Sha512 or PfxOids.HmacSha512 => HashAlgorithmName.SHA512,
        _ => throw UnsupportedAlgorithm.For("hashes with", oid),
    };

    public static int Bytes(HashAlgorithmName hash) => hash.Name switch
    {
        "SHA1" => SHA1.HashSizeInBytes,
        "SHA256" => SHA256.HashSizeInBytes,
        "SHA384" => SHA384.HashSizeInBytes,
        _ => SHA512.HashSizeInBytes,
    };
}
