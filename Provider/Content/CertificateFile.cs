using Provider.Content.Pem;
using Provider.Model;

namespace Provider.Content;

/// <summary>The file of an entry of type cert: the leaf alone.</summary>
internal static class CertificateFile
{
    /// <summary>One <c>CERTIFICATE</c> block.</summary>
    /// <param name="entry">The entry, for the error's sake.</param>
    /// <param name="certificate">What the vault holds.</param>
    /// <exception cref="MountException">The vault holds no certificate yet.</exception>
    public static byte[] Make(ObjectEntry entry, VaultCertificate certificate) =>
        certificate.Certificate.IsEmpty
            ? throw new MountException(ErrorCodes.CertificateUnreadable, $"{entry} has no certificate yet: the vault waits for its issuer")
            : PemWriter.Write(PemLabels.Certificate, [certificate.Certificate]);
}
