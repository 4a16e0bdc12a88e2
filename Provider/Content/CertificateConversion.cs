using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Content;

/// <summary>A certificate's value and its target form. Equal conversions give equal content.</summary>
// IsOptional: whether the value is written as it is where it cannot be converted.
internal sealed record CertificateConversion(
    SecretText Value, CertificateForm Form, ObjectFormat Format, ObjectEncoding Encoding, ContentOptions Options,
    bool IsOptional)
{
    private const string Import = "Import the certificate into the vault again.";

    /// <summary>The password to read and write a PFX with; null for none.</summary>
    public SecretText? Password { get; init; }

    /// <summary>The friendly name of a written PFX's key; null for none.</summary>
    public string? KeyAlias { get; init; }

    /// <summary>The password as PFX files take it; null for none.</summary>
    public PasswordForm? PasswordForm => Password is null ? null : Pfx.PasswordForm.Of(Password.Reveal());

    /// <summary>The requested part; null for the format's own parts.</summary>
    public CertificatePart? Part { get; init; }

    /// <summary>Whether the value becomes a PFX that is not the one that the vault holds.</summary>
    public bool WritesPfx => Part is null && Format == ObjectFormat.Pfx
        && (Form == CertificateForm.Pem || Password is not null || KeyAlias is not null);

    /// <summary>
    /// Rounds of key derivation in the value's headers, and those to write it; 0 where they cannot be read.
    /// </summary>
    public long Cost()
    {
        try
        {
            if (Form == CertificateForm.Pem)
            {
                return WritesPfx ? PfxWriter.Cost(new PemText(Value.Reveal()).KeyCount) : 0;
            }

            var file = PfxFile.Parse(ValueDecoder.FromBase64(Value.Reveal()));
            return file.Cost + (WritesPfx ? PfxWriter.Cost(file.Keys) : 0);
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            // The conversion fails for the same reason, and reports it.
            return 0;
        }
    }

    /// <exception cref="OperationCanceledException">No mount waits for it any more.</exception>
    public ConvertedContent Run(CancellationToken cancellationToken)
    {
        var budget = new DerivationBudget(cancellationToken);
        try
        {
            return new ConvertedContent(Content(budget), Failure: null, budget.Used);
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            return new ConvertedContent(Content: null, Failure(error), budget.Used);
        }
    }

    // The runtime's exception for a curve that it does not have is PlatformNotSupportedException.
    public static bool IsUnreadable(Exception error) =>
        error is UnreadableContentException or AsnContentException or CryptographicException
            or PlatformNotSupportedException;

    /// <summary>Why the content cannot be read, as a clause that follows its name.</summary>
    public static string Reason(Exception error) =>
        error is UnreadableContentException
            ? error.Message
            : "is damaged, has a key that is not supported, or is not what its content type says";

    private ObjectContent Content(DerivationBudget budget) =>
        Part is { } part ? CertificateParts.Make(this, part, budget)
        : Form == CertificateForm.Pem ? PemSecret.Make(this, budget)
        : PfxSecret.Make(this, budget);

    private ConversionFailure Failure(Exception error)
    {
        var code = (error as UnreadableContentException)?.Code ?? ErrorCodes.CertificateUnreadable;
        var remedy = (error as UnreadableContentException)?.Remedy;
        // The code's own remedy is to mount the PFX unchanged.
        var hasPfx = Form == CertificateForm.Pfx && Format != ObjectFormat.Pfx;
        remedy ??= code == ErrorCodes.CertificateUnreadable && !hasPfx ? Import : null;
        return new ConversionFailure(code, Reason(error), remedy);
    }
}

/// <summary>The form in which the vault holds a certificate.</summary>
internal enum CertificateForm
{
    Pem,

    /// <summary>A PFX, as base64 text.</summary>
    Pfx,
}
