using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Provider.Content.Certificates;
using Provider.Content.Pfx;

namespace Provider.Tests.Content;

/// <summary>PFX files as .NET writes them, the bags in a given order.</summary>
internal static class TestPfx
{
    public static readonly PbeParameters Aes = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2000);
    public static readonly PbeParameters TripleDes =
        new(PbeEncryptionAlgorithm.TripleDes3KeyPkcs12, HashAlgorithmName.SHA1, 2000);

    /// <summary>
    /// A file with certificates first, as Windows writes it. <c>password</c>: null and an empty string are two
    /// different passwords.
    /// </summary>
    public static byte[] Make(
        byte[]? key, byte[][] certificates, string? password = "", PbeParameters? encryption = null, bool hasMac = true)
    {
        var contents = new Pkcs12SafeContents();
        foreach (var certificate in certificates)
        {
            using var loaded = X509CertificateLoader.LoadCertificate(certificate);
            contents.AddCertificate(loaded);
        }

        var keys = new Pkcs12SafeContents();
        if (key is not null)
        {
            var encrypted = Pkcs8PrivateKeyInfo.Decode(key, out _).Encrypt(password, encryption ?? Aes);
            keys.AddSafeBag(new Pkcs12ShroudedKeyBag(encrypted));
        }

        var builder = new Pkcs12Builder();
        builder.AddSafeContentsEncrypted(contents, password, encryption ?? Aes);
        builder.AddSafeContentsUnencrypted(keys);
        return Sealed(builder, password, hasMac);
    }

    /// <summary>A file in base64 whose key is encrypted twice, so that its rounds cannot be seen before.</summary>
    public static string Hidden(byte[] key, int rounds, int number)
    {
        var keys = new Pkcs12SafeContents();
        keys.AddSafeBag(new Pkcs12ShroudedKeyBag(Pkcs8PrivateKeyInfo.Decode(key, out _).Encrypt("", Rounds(rounds))));
        var builder = new Pkcs12Builder();
        builder.AddSafeContentsEncrypted(keys, "", Rounds(1 + number));
        return Convert.ToBase64String(Sealed(builder, iterations: 1));
    }

    /// <summary>What a file holds, read without a password.</summary>
    public static CertificateBundle Read(ReadOnlyMemory<byte> file) => PfxReader.Read(file, null, Budget());

    /// <summary>A file as the provider writes it.</summary>
    public static byte[] Written(CertificateBundle bundle, string password = "") => PfxWriter.Write(
        bundle, password.Length == 0 ? null : PasswordForm.Of(password), alias: null, Budget());

    /// <summary>Ends a file.</summary>
    public static byte[] Sealed(Pkcs12Builder builder, string? password = "", bool hasMac = true, int iterations = 2000)
    {
        if (hasMac)
        {
            builder.SealWithMac(password, HashAlgorithmName.SHA256, iterations);
        }
        else
        {
            builder.SealWithoutIntegrity();
        }

        return builder.Encode();
    }

    private static PbeParameters Rounds(int number) => new(Aes.EncryptionAlgorithm, Aes.HashAlgorithm, number);

    private static DerivationBudget Budget() => new(TestContext.Current.CancellationToken);
}
