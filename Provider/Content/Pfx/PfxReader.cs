using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Content.Certificates;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>Reads PFX files, with or without a password: keys and certificates in the order of their bags.</summary>
// Ciphers, hashes and key derivation are OpenSSL's; only the structure is read here. docs/certificates.md has the
// libraries that were measured instead.
internal static class PfxReader
{
    /// <exception cref="UnreadableContentException">
    /// It has a password, is broken, or uses what is not supported.
    /// </exception>
    /// <exception cref="AsnContentException">It is not a PFX.</exception>
    /// <exception cref="CryptographicException">
    /// A key or certificate in it is not one that the runtime accepts.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">
    /// A key in it is on a curve that the runtime does not have.
    /// </exception>
    public static CertificateBundle Read(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var file = PfxFile.Parse(bytes);
        DerivationBudget.Check(file.Cost);
        if (file.Mac is { } mac && mac.Key is null)
        {
            var form = Form(mac, file.Content, cancellationToken);
            return Read(file, form, new DerivationBudget(cancellationToken, used: mac.Cost));
        }

        var budget = new DerivationBudget(cancellationToken);
        if (file.Mac is { } modern && !modern.Fits(PasswordForm.None[0], file.Content, budget))
        {
            throw Protected();
        }

        try
        {
            return Read(file, PasswordForm.None[0], budget);
        }
        catch (Exception error) when (error is CryptographicException or AsnContentException)
        {
            // Without PKCS#12's own MAC only the attempt shows which form of the password the file was written with.
            return Read(file, PasswordForm.None[1], new DerivationBudget(cancellationToken));
        }
    }

    /// <summary>Reads a file that may have a password. It is tried first, then both forms of none.</summary>
    /// <exception cref="UnreadableContentException">Neither opens it, or it uses what is not supported.</exception>
    public static CertificateBundle Read(
        ReadOnlyMemory<byte> bytes, PasswordForm? password, CancellationToken cancellationToken)
    {
        if (password is null)
        {
            return Read(bytes, cancellationToken);
        }

        var file = PfxFile.Parse(bytes);
        DerivationBudget.Check(file.Cost);
        foreach (var form in (PasswordForm[])[password, .. PasswordForm.None])
        {
            var budget = new DerivationBudget(cancellationToken);
            if (file.Mac?.Fits(form, file.Content, budget) == false)
            {
                continue;
            }

            try
            {
                return Read(file, form, budget);
            }
            catch (Exception error)
                when (file.Mac is null && error is (CryptographicException or AsnContentException))
            {
                // Without a MAC only the attempt shows whether the password is right.
            }
        }

        throw new UnreadableContentException(
            "is damaged, or has another password than the secret of passwordObject holds",
            "Set the secret that passwordObject names to the password of the PFX.");
    }

    private static PasswordForm Form(PfxMac mac, byte[] content, CancellationToken cancellationToken)
    {
        foreach (var form in PasswordForm.None)
        {
            if (mac.Fits(form, content, new DerivationBudget(cancellationToken)))
            {
                return form;
            }
        }

        throw Protected();
    }

    private static UnreadableContentException Protected() =>
        new("is protected by a password, or damaged");

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
                    // Read once, so that what is not a certificate fails here and not in the pod.
                    CertificateFields.Read(bag.Bytes);
                    certificates.Add(bag.Bytes);
                }

                PfxBags.CheckCount(keys.Count + certificates.Count);
            }
        }

        return new CertificateBundle(keys.ToImmutable(), certificates.ToImmutable());
    }
}
