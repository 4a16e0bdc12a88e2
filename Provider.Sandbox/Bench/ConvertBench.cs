using System.Security.Cryptography;
using Provider.Content;
using Provider.Content.Fields;
using Provider.Content.Pfx;
using Provider.Model;
using Provider.Sandbox.Fuzzing.Targets;

namespace Provider.Sandbox.Bench;

/// <summary>The cost of making files of certificates and keys.</summary>
internal static class ConvertBench
{
    private static readonly PbeParameters Aes = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2_000);
    private static readonly PbeParameters TripleDes =
        new(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 2_000);
    private static readonly ContentOptions Options = new(ConstructPemChain: true, SeparateCertificateAndKey: false);

    public static IEnumerable<(string Name, Action Do)> Operations()
    {
        using var rsa = BenchChain.WithRsaLeaf();
        using var curve = BenchChain.WithCurveLeaf();
        var aes = rsa.Pfx(Aes, HashAlgorithmName.SHA256);
        yield return ("PFX to PEM, RSA 2048, 3 certificates, AES-256", () => ToPem(aes));
        var des = rsa.Pfx(TripleDes, HashAlgorithmName.SHA1);
        yield return ("PFX to PEM, RSA 2048, 3 certificates, 3DES", () => ToPem(des));
        var small = curve.Pfx(Aes, HashAlgorithmName.SHA256);
        yield return ("PFX to PEM, P-256, 3 certificates, AES-256", () => ToPem(small));
        // About the rounds of Java's keytool before version 16.
        var dear =
            rsa.Pfx(new PbeParameters(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 85_000),
                HashAlgorithmName.SHA1);
        yield return ("PFX to PEM, 85,000 rounds of key derivation", () => ToPem(dear));
        yield return ("PFX read alone, RSA 2048, AES-256",
            () => PfxReader.Read(aes, null, new DerivationBudget(CancellationToken.None)));
        var ordered = rsa.Pem(0, 1, 2);
        yield return ("PEM in order, 3 certificates", () => Pem(ordered, ObjectFormat.Pem));
        var mixed = rsa.Pem(2, 0, 1);
        yield return ("PEM put in order, 3 certificates", () => Pem(mixed, ObjectFormat.Pem));
        yield return ("PEM to PFX, RSA 2048, 3 certificates", () => Pem(ordered, ObjectFormat.Pfx));
        var key = rsa.VaultKey;
        yield return ("key to PEM, RSA 2048", () => Make(ObjectType.Key, ObjectFormat.Default, key));
    }

    private static void ToPem(byte[] pfx) =>
        Make(ObjectType.Secret, ObjectFormat.Default,
            new VaultSecret("v", new SecretText(Convert.ToBase64String(pfx)), "application/x-pkcs12", true));

    private static void Pem(string text, ObjectFormat format) =>
        Make(ObjectType.Secret, format, new VaultSecret("v", new SecretText(text), "application/x-pem-file", true));

    private static void Make(ObjectType type, ObjectFormat format, VaultObject found)
    {
        var entry = Entries.Of(type, format);
        VolumeFiles.Make(
            entry, [found], [VolumeFiles.Conversion(entry, found, Options)?.Run(CancellationToken.None)],
            new ParsedValues(), new VolumeRoom(int.MaxValue));
    }
}
