namespace Provider.Model;

/// <summary>The addresses of an Azure cloud.</summary>
internal sealed record Cloud(string Name, Uri Authority, string TokenResource, string VaultSuffix)
{
    /// <summary>The tenant of an Azure Stack Hub that has AD FS in Entra's place.</summary>
    private const string Adfs = "adfs";

    /// <summary>Azure's public cloud.</summary>
    public static Cloud Public { get; } =
        new("AzurePublicCloud", new Uri("https://login.microsoftonline.com/"), "https://vault.azure.net",
            "vault.azure.net");

    /// <summary>Azure for the US government.</summary>
    public static Cloud UsGovernment { get; } = new(
        "AzureUSGovernmentCloud", new Uri("https://login.microsoftonline.us/"), "https://vault.usgovcloudapi.net",
        "vault.usgovcloudapi.net");

    /// <summary>Azure in China, operated by 21Vianet.</summary>
    public static Cloud China { get; } =
        new("AzureChinaCloud", new Uri("https://login.chinacloudapi.cn/"), "https://vault.azure.cn", "vault.azure.cn");

    /// <summary>Azure Germany, closed in 2021; supported because the Go provider accepts its name.</summary>
    public static Cloud German { get; } =
        new("AzureGermanCloud", new Uri("https://login.microsoftonline.de/"), "https://vault.microsoftazure.de",
            "vault.microsoftazure.de");

    /// <summary>Whether a tenant is the AD FS of an Azure Stack Hub.</summary>
    public static bool IsAdfs(string? tenant) => string.Equals(tenant, Adfs, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Where tokens of a tenant are asked for: the OAuth 2.0 token endpoint of Entra, or of AD FS, which has one tenant
    /// and no versions. <c>tenant</c>: the tenant; checked to be one segment of a path.
    /// </summary>
    public Uri TokenEndpoint(string tenant) =>
        IsAdfs(tenant) ? new Uri(Authority, "/adfs/oauth2/token") : new Uri(Authority, $"{tenant}/oauth2/v2.0/token");
}
