using System.Security.Cryptography;

namespace Provider.Content.Pfx;

/// <summary>The hashes that PFX files name by object identifiers.</summary>
internal static class PfxHashes
{
    /// <summary>The hash of an identifier, whether it names the hash or the HMAC with it.</summary>
    /// <param name="oid">The identifier.</param>
    /// <exception cref="UnreadableContentException">It names another.</exception>
    public static HashAlgorithmName Read(string oid) => oid switch
    {
        PfxOids.Sha1 or PfxOids.HmacSha1 => HashAlgorithmName.SHA1,
        PfxOids.Sha256 or PfxOids.HmacSha256 => HashAlgorithmName.SHA256,
        PfxOids.Sha384 or PfxOids.HmacSha384 => HashAlgorithmName.SHA384,
        PfxOids.Sha512 or PfxOids.HmacSha512 => HashAlgorithmName.SHA512,
        _ => throw new UnreadableContentException($"uses the hash {oid}, which is not supported"),
    };
}
