using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Bench;

/// <summary>The authorities that a provider trusts at its first call: files and folders of the machine.</summary>
internal sealed record RootsOfTrust(string Name, string? Bundle, string? Folder)
{
    private const string Debian = "/etc/ssl/certs";

    public static IReadOnlyList<RootsOfTrust> All { get; } =
    [
        new("one root", null, null),
        new("a bundle", $"{Debian}/ca-certificates.crt", null),
        new("a folder", null, Debian),
    ];

    public Dictionary<string, string> Environment(SandboxCloud cloud, string directory)
    {
        var environment = new Dictionary<string, string> { ["SSL_CERT_FILE"] = cloud.CaFile };
        if (Bundle is not null && File.Exists(Bundle))
        {
            environment["SSL_CERT_FILE"] = Path.Combine(directory, "bundle.pem");
            File.WriteAllText(environment["SSL_CERT_FILE"], File.ReadAllText(Bundle) + File.ReadAllText(cloud.CaFile));
        }

        if (Folder is not null && Directory.Exists(Folder))
        {
            environment["SSL_CERT_DIR"] = Folder;
        }

        return environment;
    }
}
