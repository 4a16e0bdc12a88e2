using Provider.Model;

namespace Provider.Content;

/// <summary>The content of a secret by its kind, its content type and the entry's format.</summary>
internal static class SecretContent
{
    private const string PemFile = "application/x-pem-file";
    private const string Pkcs12 = "application/x-pkcs12";
    private const string Unconverted =
        "is a PFX that the vault does not know as a certificate, so it is written as it is; objectFormat: pem "
        + "converts it";

    /// <summary>The conversion that a secret needs; null where its value is written as it is.</summary>
    public static CertificateConversion? Conversion(ObjectEntry entry, VaultSecret secret, ContentOptions options)
    {
        CertificateConversion From(CertificateForm form) =>
            new(secret.Value, form, entry.Format, entry.Encoding, options, IsOptional: false);
        var unsplit = options with { SeparateCertificateAndKey = false };
        if (entry.Part is not null || entry.HasOwnPfx)
        {
            return From(OwnForm(entry, secret)) with
            {
                Part = entry.Part,
                Password = secret.Password?.Value,
                KeyAlias = entry.KeyAlias,
                Options = unsplit,
            };
        }

        return (secret.BacksCertificate, secret.ContentType, entry.Format) switch
        {
            // App Service stores certificates like this, as plain secrets.
            (false, Pkcs12, ObjectFormat.Pem) when entry.Encoding == ObjectEncoding.Utf8 =>
                From(CertificateForm.Pfx) with { Options = unsplit, IsOptional = true },
            (true, Pkcs12, not ObjectFormat.Pfx) => From(CertificateForm.Pfx),
            (true, Pkcs12, _) when options.SeparateCertificateAndKey => From(CertificateForm.Pfx),
            (true, PemFile, ObjectFormat.Pfx) => From(CertificateForm.Pem),
            (true, PemFile, _) when options.SeparateCertificateAndKey || options.ConstructPemChain =>
                From(CertificateForm.Pem),
            _ => null,
        };
    }

    /// <exception cref="MountException">
    /// The value is not of the entry's encoding, or a certificate of an unknown content type.
    /// </exception>
    public static ObjectContent Verbatim(ObjectEntry entry, VaultSecret secret)
    {
        if (secret.BacksCertificate && secret.ContentType is not (PemFile or Pkcs12))
        {
            throw new MountException(
                ErrorCodes.ContentTypeUnsupported, $"{entry} is a certificate with {Shown(secret.ContentType)}");
        }

        try
        {
            return new ObjectContent(ValueDecoder.Decode(secret.Value.Reveal(), entry.Encoding))
            {
                Notes = secret is { BacksCertificate: false, ContentType: Pkcs12 }
                    && entry.Format == ObjectFormat.Default ? [Unconverted] : [],
            };
        }
        catch (UnreadableContentException error)
        {
            throw new ConversionFailure(error.Code, error.Message, error.Remedy).For(entry);
        }
    }

    // Only the content type decides: App Service stores certificates as plain secrets.
    private static CertificateForm OwnForm(ObjectEntry entry, VaultSecret secret) =>
        secret.ContentType switch
        {
            Pkcs12 => CertificateForm.Pfx,
            PemFile => CertificateForm.Pem,
            _ => throw new MountException(
                ErrorCodes.ContentTypeUnsupported,
                $"{entry} asks for a part or the password of a certificate, and the secret has "
                    + $"{Shown(secret.ContentType)}"),
        };

    private static string Shown(string? contentType) =>
        string.IsNullOrEmpty(contentType) ? "no content type" : $"the content type {Quoted.Text(contentType)}";
}
