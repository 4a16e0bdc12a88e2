using System.Formats.Asn1;
using Provider.Content.Certificates;
using Provider.Content.Pem;
using Provider.Model;

namespace Provider.Content;

/// <summary>The file of an entry of type cert: the leaf alone.</summary>
internal static class CertificateFile
{
    /// <exception cref="MountException">The vault holds no certificate yet, or something else.</exception>
    public static byte[] Make(ObjectEntry entry, VaultCertificate certificate)
    {
        if (certificate.Certificate.IsEmpty)
        {
            throw new MountException(
                ErrorCodes.CertificateUnreadable, $"{entry} has no certificate yet",
                remedy: "Complete the certificate's creation in the vault: its issuer has not signed it.");
        }

        return IsOneCertificate(certificate.Certificate)
            ? PemWriter.Write(PemLabels.Certificate, [certificate.Certificate])
            : throw new MountException(
                ErrorCodes.CertificateUnreadable, $"the field cer of {entry} is not one X.509 certificate in DER",
                remedy: "Import the certificate into the vault again.");
    }

    private static bool IsOneCertificate(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            CertificateFields.Read(bytes);
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
