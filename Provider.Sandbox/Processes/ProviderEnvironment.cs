using System.Diagnostics;
using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Processes;

/// <summary>
/// The environment of a provider on a node: the cloud's proxy and authority, without the variables of the sandbox's
/// user that would change where it connects.
/// </summary>
internal static class ProviderEnvironment
{
    // These would lead the provider past the sandbox: another proxy (in either case), other roots, other identities.
    private static readonly string[] Foreign = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_DIR",
        "SSL_CERT_FILE"];
    private static readonly string[] ForeignPrefixes = ["AZURE_", "IDENTITY_", "MSI_", "ASPNETCORE_", "KUBERNETES_",
        "DOTNET_URLS"];

    /// <summary>Sets it; <paramref name="further"/> variables win.</summary>
    public static void Set(
        ProcessStartInfo start, SandboxCloud cloud, IReadOnlyDictionary<string, string>? further = null)
    {
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HTTPS_PROXY"] = cloud.Proxy.ToString();
        start.Environment["SSL_CERT_FILE"] = cloud.CaFile;

        // IMDS has its link-local address on Azure's machines only.
        start.Environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = cloud.ImdsAddress.ToString();
        foreach (var (name, value) in further ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }
    }

    private static bool IsForeign(string name) =>
        Foreign.Contains(name, StringComparer.OrdinalIgnoreCase)
        || ForeignPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
