using System.Collections.Frozen;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>Errors of unsupported algorithms, by their common names.</summary>
internal static class UnsupportedAlgorithm
{
    private const string WithOthers =
        "Export it with algorithms that are, for example with openssl pkcs12 -export -keypbe AES-256-CBC -certpbe "
        + "AES-256-CBC -macalg SHA256, and import it again.";

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["1.2.840.113549.1.12.1.1"] = "RC4 of 128 bits",
        ["1.2.840.113549.1.12.1.2"] = "RC4 of 40 bits",
        ["1.2.840.113549.1.5.1"] = "DES and MD2 (PBES1)",
        ["1.2.840.113549.1.5.3"] = "DES and MD5 (PBES1)",
        ["1.2.840.113549.1.5.4"] = "RC2 and MD2 (PBES1)",
        ["1.2.840.113549.1.5.6"] = "RC2 and MD5 (PBES1)",
        ["1.2.840.113549.1.5.10"] = "DES and SHA-1 (PBES1)",
        ["1.2.840.113549.1.5.11"] = "RC2 and SHA-1 (PBES1)",
        ["1.2.840.113549.3.2"] = "RC2",
        ["1.3.14.3.2.7"] = "DES",
        ["1.2.840.113533.7.66.10"] = "CAST5",
        ["1.3.6.1.4.1.3029.1.2"] = "Blowfish",
        ["1.3.6.1.4.1.188.7.1.1.2"] = "IDEA",
        ["1.3.6.1.4.1.11591.4.11"] = "scrypt",
        ["2.16.840.1.101.3.4.1.3"] = "AES-OFB",
        ["2.16.840.1.101.3.4.1.23"] = "AES-OFB",
        ["2.16.840.1.101.3.4.1.43"] = "AES-OFB",
        ["2.16.840.1.101.3.4.1.4"] = "AES-CFB",
        ["2.16.840.1.101.3.4.1.24"] = "AES-CFB",
        ["2.16.840.1.101.3.4.1.44"] = "AES-CFB",
        ["2.16.840.1.101.3.4.1.6"] = "AES-GCM",
        ["2.16.840.1.101.3.4.1.26"] = "AES-GCM",
        ["2.16.840.1.101.3.4.1.46"] = "AES-GCM",
        ["1.2.392.200011.61.1.1.1.2"] = "Camellia-128",
        ["1.2.392.200011.61.1.1.1.3"] = "Camellia-192",
        ["1.2.392.200011.61.1.1.1.4"] = "Camellia-256",
        ["1.2.410.200004.1.4"] = "SEED",
        ["1.2.410.200046.1.1.2"] = "ARIA-128",
        ["1.2.410.200046.1.1.7"] = "ARIA-192",
        ["1.2.410.200046.1.1.12"] = "ARIA-256",
        ["1.2.156.10197.1.104.2"] = "SM4",
        ["1.2.643.2.2.21"] = "GOST 28147-89",
        ["1.2.840.113549.2.4"] = "MD4",
        ["1.2.840.113549.2.5"] = "MD5",
        ["1.2.840.113549.2.8"] = "HMAC with SHA-224",
        ["2.16.840.1.101.3.4.2.4"] = "SHA-224",
        ["2.16.840.1.101.3.4.2.5"] = "SHA-512/224",
        ["2.16.840.1.101.3.4.2.6"] = "SHA-512/256",
        ["2.16.840.1.101.3.4.2.7"] = "SHA3-224",
        ["2.16.840.1.101.3.4.2.8"] = "SHA3-256",
        ["2.16.840.1.101.3.4.2.9"] = "SHA3-384",
        ["2.16.840.1.101.3.4.2.10"] = "SHA3-512",
        ["1.3.36.3.2.1"] = "RIPEMD-160",
        ["1.0.10118.3.0.55"] = "Whirlpool",
        ["1.3.6.1.4.1.1722.12.2.1.16"] = "BLAKE2b",
        ["1.2.643.2.2.9"] = "GOST R 34.11-94",
        ["1.2.643.7.1.1.2.2"] = "Streebog-256",
        ["1.2.643.7.1.1.2.3"] = "Streebog-512",
        ["1.2.156.10197.1.401"] = "SM3",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // use: what the PFX uses it for, as a clause that the algorithm follows.
    public static UnreadableContentException For(string use, string oid) => new(
        $"{use} {(Names.TryGetValue(oid, out var name) ? $"{name} ({oid})" : $"the algorithm {oid}")}, "
        + "which is not supported", WithOthers);
}
