namespace Provider.Sandbox.Cloud;

/// <summary>The host names of one of Azure's clouds.</summary>
internal sealed record AzureCloud(string Name, string AuthorityHost, string Resource, string VaultSuffix)
{
    /// <summary>The path after the authority's host in a challenge; null for the vault's tenant.</summary>
    public string? AuthorityPath { get; init; }

    public static AzureCloud Public { get; } =
        new("AzurePublicCloud", "login.microsoftonline.com", "https://vault.azure.net", "vault.azure.net");

    public static AzureCloud UsGovernment { get; } =
        new("AzureUSGovernmentCloud", "login.microsoftonline.us", "https://vault.usgovcloudapi.net",
            "vault.usgovcloudapi.net");

    public static AzureCloud China { get; } =
        new("AzureChinaCloud", "login.chinacloudapi.cn", "https://vault.azure.cn", "vault.azure.cn");

    public static AzureCloud German { get; } =
        new("AzureGermanCloud", "login.microsoftonline.de", "https://vault.microsoftazure.de",
            "vault.microsoftazure.de");

    /// <summary>
    /// An Azure Stack Hub that signs in with Entra: the resource of its vaults has another domain than the vaults.
    /// </summary>
    public static AzureCloud StackHub { get; } = new(
        "AzureStackCloud", "login.microsoftonline.com",
        "https://vault.hub.onmicrosoft.com/4de154de-f8a8-4017-af41-df619da68155", "vault.local.hub.example");

    /// <summary>An Azure Stack Hub that signs in with AD FS. Not verified: the authority of its challenge.</summary>
    public static AzureCloud StackHubAdfs { get; } = new(
        "AzureStackCloud", "adfs.local.hub.example",
        "https://vault.adfs.local.hub.example/4de154de-f8a8-4017-af41-df619da68155", "vault.adfs.hub.example")
    {
        AuthorityPath = "adfs",
    };

    public static IReadOnlyList<AzureCloud> All { get; } = [Public, UsGovernment, China, German];
}
