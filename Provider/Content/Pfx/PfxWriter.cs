using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Content.Certificates;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>Writes a PFX as OpenSSL 3 does: AES-256 for keys, certificates in the clear, a SHA-256 MAC.</summary>
// The same certificate always gives the same bytes. A volume is made again at every rotation, and random salts would
// give every pod a new file each time. They are derived from the content instead: a salt need not be secret, and
// without a password it protects nothing.
internal static class PfxWriter
{
    private const int Iterations = 2048;
    private const int SaltBytes = 16;

    /// <summary>Duplicates of keys and certificates are written once: .NET refuses copies of a leaf.</summary>
    /// <exception cref="UnreadableContentException">There is nothing to write, or too much.</exception>
    /// <exception cref="AsnContentException">A certificate cannot be read.</exception>
    // alias: a friendly name for the key and its certificate.
    public static byte[] Write(
        CertificateBundle bundle, PasswordForm? password, string? alias, DerivationBudget budget)
    {
        if (bundle.IsEmpty)
        {
            throw UnreadableContentException.Empty();
        }

        PfxBags.CheckCount(bundle.PrivateKeys.Length + bundle.Certificates.Length);
        budget.TakeToWrite(Cost(bundle.PrivateKeys.Length));
        return Write(bundle, password ?? PasswordForm.None[0], alias);
    }

    /// <summary>Rounds for a file with as many keys: for each of them, and for the MAC.</summary>
    public static long Cost(int keys) => (keys + 1L) * DerivationBudget.Cost(Iterations, blocks: 1);

    private static byte[] Write(CertificateBundle bundle, PasswordForm password, string? alias)
    {
        var content = Content(bundle.WithoutCopies(), password, alias);
        var salt = Salt(password, content)[..SaltBytes];
        var file = new AsnWriter(AsnEncodingRules.DER);
        using (file.PushSequence())
        {
            file.WriteInteger(3);
            Data(file, content);
            using (file.PushSequence())
            {
                using (file.PushSequence())
                {
                    Asn1.Algorithm(file, PfxOids.Sha256);
                    file.WriteOctetString(
                        PfxMac.Compute(HashAlgorithmName.SHA256, password, salt, Iterations, content));
                }

                file.WriteOctetString(salt);
                file.WriteInteger(Iterations);
            }
        }

        return file.Encode();
    }

    /// <summary>A salt from content and password: a hash of the key alone would reveal equal keys.</summary>
    public static byte[] Salt(PasswordForm password, byte[] content) => password.Utf8.IsEmpty
        ? SHA256.HashData(content)
        : HMACSHA256.HashData(password.Utf8.AsSpan(), content);

    private static byte[] Content(CertificateBundle bundle, PasswordForm password, string? alias)
    {
        var owners = bundle.Owners();
        var certificates = Bags(bundle.Certificates.Length, (bags, i) =>
            PfxBagWriter.Certificate(bags, bundle.Certificates[i], keyId: owners.IndexOf(i), alias));
        var keys = Bags(bundle.PrivateKeys.Length, (bags, i) =>
            PfxBagWriter.PrivateKey(bags, bundle.PrivateKeys[i], keyId: i, Iterations, password, alias));
        var safes = new AsnWriter(AsnEncodingRules.DER);
        using (safes.PushSequence())
        {
            // GnuTLS refuses a file with an empty SafeContents.
            if (!bundle.Certificates.IsEmpty)
            {
                Data(safes, certificates);
            }

            if (!bundle.PrivateKeys.IsEmpty)
            {
                Data(safes, keys);
            }
        }

        return safes.Encode();
    }

    private static byte[] Bags(int count, Action<AsnWriter, int> write)
    {
        var bags = new AsnWriter(AsnEncodingRules.DER);
        using (bags.PushSequence())
        {
            for (var i = 0; i < count; i++)
            {
                write(bags, i);
            }
        }

        return bags.Encode();
    }

    private static void Data(AsnWriter writer, byte[] content)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(PfxOids.Data);
            using (writer.PushSequence(Asn1.ExplicitTag))
            {
                writer.WriteOctetString(content);
            }
        }
    }
}
