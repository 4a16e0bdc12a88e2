namespace Provider.Model;

/// <summary>The addresses of an Azure cloud.</summary>
internal sealed record Cloud(string Name, Uri Authority, string TokenResource, string VaultSuffix)
{
    /// <summary>The tenant of an Azure Stack Hub that has AD FS in Entra's place.</summary>
    private const string Adfs = "adfs";

    public static Cloud Public { get; } =
        new("AzurePublicCloud", new Uri("https://login.microsoftonline.com/"), "https://vault.azure.net",
            "vault.azure.net");

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

    public static bool IsAdfs(string? tenant) => string.Equals(tenant, Adfs, StringComparison.OrdinalIgnoreCase);

    /// <summary>The OAuth 2.0 token endpoint of Entra or AD FS. <c>tenant</c>: one segment of a path.</summary>
    public Uri TokenEndpoint(string tenant) =>
        IsAdfs(tenant) ? new Uri(Authority, "/adfs/oauth2/token") : new Uri(Authority, $"{tenant}/oauth2/v2.0/token");
}
