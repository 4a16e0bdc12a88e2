using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Model;

namespace Provider.Content;

/// <summary>The table of what a secret becomes: by whether it backs a certificate, by its content type, by the entry's format.</summary>
internal static class SecretContent
{
    private const string PemFile = "application/x-pem-file";
    private const string Pkcs12 = "application/x-pkcs12";
    private const string Unconverted =
        "is a PFX that the vault does not know as a certificate, so it is written as it is; objectFormat: pem converts it";

    /// <summary>Makes a secret's content.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="secret">What the vault holds.</param>
    /// <param name="options">What the operator chose.</param>
    /// <exception cref="MountException">The value is not what its content type or the entry says.</exception>
    public static ObjectContent Make(ObjectEntry entry, VaultSecret secret, ContentOptions options)
    {
        var value = secret.Value.Reveal();
        try
        {
            return (secret.BacksCertificate, secret.ContentType, entry.Format) switch
            {
                // App Service keeps certificates like this, as secrets of their own.
                (false, Pkcs12, ObjectFormat.Pem) => PfxSecret.Make(entry, value, options with { SeparateCertificateAndKey = false }),
                (false, Pkcs12, ObjectFormat.Default) => new ObjectContent(ValueDecoder.Decode(value, entry)) { Note = Unconverted },
                (false, _, _) => new ObjectContent(ValueDecoder.Decode(value, entry)),
                (true, PemFile, _) => PemSecret.Make(entry, value, options),
                (true, Pkcs12, _) => PfxSecret.Make(entry, value, options),
                _ => throw new MountException(ErrorCodes.ContentTypeUnsupported, $"{entry} is a certificate with {Shown(secret.ContentType)}"),
            };
        }
        catch (UnreadableContentException error)
        {
            throw new MountException(ErrorCodes.CertificateUnreadable, $"the certificate of {entry} {error.Message}", error);
        }
        // The runtime's word for a curve that it does not have is PlatformNotSupportedException.
        catch (Exception error) when (error is AsnContentException or CryptographicException or PlatformNotSupportedException)
        {
            throw new MountException(
                ErrorCodes.CertificateUnreadable, $"the certificate of {entry} is damaged, has a key that is not supported, or is not what its content type says", error);
        }
    }

    private static string Shown(string? contentType) =>
        string.IsNullOrEmpty(contentType) ? "no content type" : $"the content type {Quoted.Text(contentType)}";
}
