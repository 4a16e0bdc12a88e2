using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;

namespace Provider.Sandbox.Certificates;

/// <summary>PFX files without a password, with the rounds of key derivation of different writers.</summary>
internal static class SlowPfx
{
    /// <summary>As OpenSSL 3 writes it with 3DES and SHA-1: what many vaults hold.</summary>
    public static string Usual() => Make(2_048, 2_048);

    /// <summary>As keytool of Java 8 to 15 writes it.</summary>
    public static string Keystore() => Make(50_000, 100_000);

    /// <summary>A MAC of 590,000 rounds, just below the limit of a single file.</summary>
    public static string Mac() => Make(1, 590_000);

    /// <summary>The same file as another value: base64 decoders ignore line ends.</summary>
    public static string Variant(string value, int number) => value + new string('\n', number);

    private static string Make(int rounds, int macRounds)
    {
        using var key = RSA.Create(2048);
        var leaf = new CertificateParty("leaf", key);
        using var certificate = CertificateFactory.Issue(leaf, leaf, CertificateFactory.Start, CertificateFactory.End);
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, rounds);
        var certificates = new Pkcs12SafeContents();
        certificates.AddCertificate(certificate);
        var keys = new Pkcs12SafeContents();
        keys.AddShroudedKey(key, "", encryption);
        var builder = new Pkcs12Builder();
        builder.AddSafeContentsEncrypted(certificates, "", encryption);
        builder.AddSafeContentsUnencrypted(keys);
        builder.SealWithMac("", HashAlgorithmName.SHA1, macRounds);
        return Convert.ToBase64String(builder.Encode());
    }
}
