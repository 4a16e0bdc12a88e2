namespace Provider.Model;

/// <summary>The addresses that tell one Azure cloud from another.</summary>
/// <param name="Name">As <c>cloudName</c> spells it.</param>
/// <param name="Authority">Entra's address, with a slash at the end.</param>
/// <param name="TokenResource">What a vault token is asked for, without a slash at the end.</param>
/// <param name="VaultSuffix">What follows a vault's name and a dot.</param>
internal sealed record Cloud(string Name, Uri Authority, string TokenResource, string VaultSuffix)
{
    /// <summary>Azure's public cloud.</summary>
    public static Cloud Public { get; } =
        new("AzurePublicCloud", new Uri("https://login.microsoftonline.com/"), "https://vault.azure.net", "vault.azure.net");

    /// <summary>Azure for the US government.</summary>
    public static Cloud UsGovernment { get; } = new(
        "AzureUSGovernmentCloud", new Uri("https://login.microsoftonline.us/"), "https://vault.usgovcloudapi.net", "vault.usgovcloudapi.net");

    /// <summary>Azure in China, operated by 21Vianet.</summary>
    public static Cloud China { get; } =
        new("AzureChinaCloud", new Uri("https://login.chinacloudapi.cn/"), "https://vault.azure.cn", "vault.azure.cn");

    /// <summary>Azure Germany, closed in 2021; kept because the Go provider accepts its name.</summary>
    public static Cloud German { get; } =
        new("AzureGermanCloud", new Uri("https://login.microsoftonline.de/"), "https://vault.microsoftazure.de", "vault.microsoftazure.de");
}
