using System.Diagnostics;
using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Processes;

/// <summary>
/// The environment of a provider on a node: the cloud's proxy and authority, and nothing of whoever runs the sandbox.
/// </summary>
internal static class ProviderEnvironment
{
    // What would lead the provider past the sandbox: another proxy (in either case), other roots, other identities.
    private static readonly string[] Foreign = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_DIR",
        "SSL_CERT_FILE"];
    private static readonly string[] ForeignPrefixes = ["AZURE_", "IDENTITY_", "MSI_", "ASPNETCORE_", "KUBERNETES_",
        "DOTNET_URLS"];

    public static void Set(ProcessStartInfo start, SandboxCloud cloud)
    {
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HTTPS_PROXY"] = cloud.Proxy.ToString();
        start.Environment["SSL_CERT_FILE"] = cloud.CaFile;

        // The address is link-local on a machine of Azure, and nowhere else.
        start.Environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = cloud.ImdsAddress.ToString();
    }

    private static bool IsForeign(string name) =>
        Foreign.Contains(name, StringComparer.OrdinalIgnoreCase)
        || ForeignPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
