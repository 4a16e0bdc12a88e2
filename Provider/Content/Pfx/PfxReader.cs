using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Content.Certificates;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>Reads PFX files, with or without a password: keys and certificates in the order of their bags.</summary>
// Ciphers, hashes and key derivation are OpenSSL's; only the structure is read here. docs/certificates.md compares
// libraries.
internal static class PfxReader
{
    /// <summary>The password is tried first, then both forms of none.</summary>
    /// <exception cref="UnreadableContentException">
    /// It has another password, is broken, or uses what is not supported.
    /// </exception>
    /// <exception cref="AsnContentException">It is not a PFX.</exception>
    /// <exception cref="CryptographicException">
    /// A key or certificate in it is not one that the runtime accepts.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">
    /// A key in it is on a curve that the runtime does not have.
    /// </exception>
    public static CertificateBundle Read(
        ReadOnlyMemory<byte> bytes, PasswordForm? password, DerivationBudget budget)
    {
        var file = PfxFile.Parse(bytes);
        DerivationBudget.Check(file.Cost);
        Exception? failure = null;
        foreach (var form in password is null ? PasswordForm.None : [password, .. PasswordForm.None])
        {
            if (file.Mac?.Fits(form, file.Content, budget) == false)
            {
                continue;
            }

            try
            {
                return Read(file, form, budget);
            }
            catch (Exception error)
                when (file.Mac is not { Key: null } && error is CryptographicException or AsnContentException)
            {
                // Without PKCS#12's own MAC, the file's form of the password is only known after an attempt.
                failure = error;
            }
        }

        throw failure is not null && !file.MayHavePassword ? failure : password is null ? Protected() : Other();
    }

    private static UnreadableContentException Protected() =>
        new("is protected by a password, or damaged");

    private static UnreadableContentException Other() =>
        new(
            "is damaged, or has another password than the secret of passwordObject holds",
            "Set the secret that passwordObject names to the password of the PFX.");

    private static CertificateBundle Read(PfxFile file, PasswordForm form, DerivationBudget budget)
    {
        var keys = ImmutableArray.CreateBuilder<byte[]>();
        var certificates = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        foreach (var safe in file.Safes)
        {
            foreach (var bag in PfxBags.Read(safe.Cipher?.Decrypt(safe.Bytes, form, budget) ?? safe.Bytes))
            {
                if (bag.IsKey)
                {
                    keys.Add(
                        PrivateKeyForms.Normal(bag.Cipher?.Decrypt(bag.Bytes.ToArray(), form, budget) ?? bag.Bytes));
                }
                else
                {
                    // Read once, so that an invalid certificate fails here and not in the pod.
                    CertificateFields.Read(bag.Bytes);
                    certificates.Add(bag.Bytes);
                }

                PfxBags.CheckCount(keys.Count + certificates.Count);
            }
        }

        return new CertificateBundle(keys.ToImmutable(), certificates.ToImmutable());
    }
}
