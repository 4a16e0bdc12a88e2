namespace Provider.Sandbox.Cloud;

/// <summary>The host names of one of Azure's clouds.</summary>
internal sealed record AzureCloud(string Name, string AuthorityHost, string Resource, string VaultSuffix)
{
    public static AzureCloud Public { get; } =
        new("AzurePublicCloud", "login.microsoftonline.com", "https://vault.azure.net", "vault.azure.net");

    public static AzureCloud UsGovernment { get; } =
        new("AzureUSGovernmentCloud", "login.microsoftonline.us", "https://vault.usgovcloudapi.net", "vault.usgovcloudapi.net");

    public static AzureCloud China { get; } =
        new("AzureChinaCloud", "login.chinacloudapi.cn", "https://vault.azure.cn", "vault.azure.cn");

    public static AzureCloud German { get; } =
        new("AzureGermanCloud", "login.microsoftonline.de", "https://vault.microsoftazure.de", "vault.microsoftazure.de");

    public static IReadOnlyList<AzureCloud> All { get; } = [Public, UsGovernment, China, German];
}
