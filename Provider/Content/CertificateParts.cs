using System.Collections.Immutable;
using Provider.Content.Certificates;
using Provider.Content.Pem;
using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Content;

/// <summary>One part of a certificate, with the same bytes as in the whole file.</summary>
internal static class CertificateParts
{
    /// <exception cref="UnreadableContentException">It cannot be read, or does not have the part.</exception>
    public static ObjectContent Make(
        CertificateConversion conversion, CertificatePart part, DerivationBudget budget)
    {
        var (keyFile, certificates, keys) = Read(conversion, budget);
        var (order, note) = Ordered(certificates, keys);
        byte[] Write(CertificatePart one) => Parts(one, keyFile, order);
        var content = Write(part);
        return content.Length > 0
            ? new ObjectContent(content) { Notes = note is null || part == CertificatePart.Key ? [] : [note] }
            : throw Missing(part, [.. Enum.GetValues<CertificatePart>().Where(other => Write(other).Length > 0)]);
    }

    private static byte[] Parts(CertificatePart part, byte[] keyFile,
        ImmutableArray<ReadOnlyMemory<byte>> certificates) => part switch
        {
            CertificatePart.Key => keyFile,
            CertificatePart.Certificate => Pem(certificates.Take(1)),
            CertificatePart.Chain => Pem(certificates.Skip(1)),
            CertificatePart.FullChain => Pem(certificates),
            CertificatePart.Authority => Pem(certificates.Where(IsSelfIssued)),
            _ => [.. keyFile, .. Pem(certificates)],
        };

    private static (byte[], ImmutableArray<ReadOnlyMemory<byte>> Certificates, Func<ImmutableArray<byte[]>> Keys) Read(
        CertificateConversion conversion, DerivationBudget budget)
    {
        if (conversion.Form == CertificateForm.Pem)
        {
            var text = new PemText(conversion.Value.Reveal());
            if (conversion.Part != CertificatePart.Key)
            {
                text.Check();
            }

            return (text.PrivateKeyFile(), text.Certificates, () => text.PrivateKeys);
        }

        var bundle =
            PfxReader.Read(ValueDecoder.FromBase64(conversion.Value.Reveal()), conversion.PasswordForm, budget);
        var keyFile = PemWriter.Write(PemLabels.PrivateKey,
            [.. bundle.PrivateKeys.Select(key => (ReadOnlyMemory<byte>)key)]);
        return (keyFile, bundle.Certificates, () => bundle.PrivateKeys);
    }

    // The leaf is first even without a chain: key and certificate of two entries must belong together.
    private static (ImmutableArray<ReadOnlyMemory<byte>> Certificates, string? Note) Ordered(
        ImmutableArray<ReadOnlyMemory<byte>> given, Func<ImmutableArray<byte[]>> keys)
    {
        var certificates = new CertificateBundle([], given).WithoutCopies().Certificates;
        if (ChainOrder.Find(certificates) is { } chain)
        {
            return ([.. chain.Select(place => certificates[place])], null);
        }

        var owner = Owner(certificates, keys);
        return ([certificates[owner], .. certificates.RemoveAt(owner)], CertificateOrder.Unknown);
    }

    private static int Owner(ImmutableArray<ReadOnlyMemory<byte>> certificates, Func<ImmutableArray<byte[]>> keys)
    {
        try
        {
            return new CertificateBundle(keys(), certificates).Owners() is [.., > 0 and var owner] ? owner : 0;
        }
        catch (Exception error) when (CertificateConversion.IsUnreadable(error))
        {
            // An encrypted key, or a certificate that cannot be read, is ignored here.
            return 0;
        }
    }

    private static bool IsSelfIssued(ReadOnlyMemory<byte> certificate)
    {
        var fields = CertificateFields.Read(certificate);
        return fields.Issuer.Span.SequenceEqual(fields.Subject.Span) && fields.IsIssuedBy(fields);
    }

    private static byte[] Pem(IEnumerable<ReadOnlyMemory<byte>> certificates) =>
        PemWriter.Write(PemLabels.Certificate, [.. certificates]);

    private static UnreadableContentException Missing(CertificatePart part, ImmutableArray<CertificatePart> there) =>
        new(
            $"has no part {part.ToWireName()}; "
            + (there.IsEmpty
                ? "it holds no key and no certificate"
                : $"it has {string.Join(", ", there.Select(one => one.ToWireName()))}"))
        {
            Code = ErrorCodes.CertificatePartMissing,
        };
}
