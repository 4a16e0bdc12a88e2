using System.Collections.Immutable;

namespace Provider.Http.Trust;

/// <summary>The trusted authorities' files, as Go's <c>crypto/x509</c> finds them (root_linux.go).</summary>
// The first file that can be read counts, and every folder.
internal sealed record TrustLocations(ImmutableArray<string> Files, ImmutableArray<string> Folders)
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string FolderVariable = "SSL_CERT_DIR";

    private static readonly ImmutableArray<string> DefaultFiles =
    [
        "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu
        "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, Azure Linux
        "/etc/ssl/ca-bundle.pem", // openSUSE
        "/etc/pki/tls/cacert.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL
        "/etc/ssl/cert.pem", // Alpine
    ];

    private static readonly ImmutableArray<string> DefaultFolders = ["/etc/ssl/certs", "/etc/pki/tls/certs"];

    /// <summary>The locations that the environment names, and the system's where it names none.</summary>
    public static TrustLocations Read(Func<string, string?> variable) => new(
        variable(FileVariable) is { Length: > 0 } file ? [file] : DefaultFiles,
        variable(FolderVariable) is { Length: > 0 } folders
            ? [.. folders.Split(':', StringSplitOptions.RemoveEmptyEntries)]
            : DefaultFolders);

    public override string ToString() => string.Join(", ", Files.Concat(Folders));
}
