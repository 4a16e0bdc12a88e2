using Provider.Model;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

public sealed class CloudReaderTests
{
    private const string Stack = """
        {"name":"AzureStackCloud","ActiveDirectoryEndpoint":"https://login.stack.example","keyVaultEndpoint":"https://vault.stack.example/","keyvaultdnssuffix":".vault.stack.example","resourceIdentifiers":{"keyVault":7}}
        """;

    [Theory]
    [InlineData("AzurePublicCloud", "https://login.microsoftonline.com/", "https://vault.azure.net", "vault.azure.net")]
    [InlineData("AzureCloud", "https://login.microsoftonline.com/", "https://vault.azure.net", "vault.azure.net")]
    [InlineData("azureusgovernment", "https://login.microsoftonline.us/", "https://vault.usgovcloudapi.net",
        "vault.usgovcloudapi.net")]
    [InlineData("AzureChinaCloud", "https://login.chinacloudapi.cn/", "https://vault.azure.cn", "vault.azure.cn")]
    [InlineData("AzureGermanCloud", "https://login.microsoftonline.de/", "https://vault.microsoftazure.de",
        "vault.microsoftazure.de")]
    public void A_known_cloud_has_its_addresses(string name, string authority, string resource, string suffix)
    {
        var cloud = new ValidRequest().With("cloudName", name).Plan().Cloud;

        Assert.Equal(
            (authority, resource, suffix), (cloud.Authority.AbsoluteUri, cloud.TokenResource, cloud.VaultSuffix));
    }

    [Fact]
    public void Another_cloud_is_described_by_a_file_for_this_mount_alone()
    {
        var paths = new List<string?>();
        var settings = new PlanSettings("AzurePublicCloud")
        {
            CloudEnvironmentFiles = path =>
            {
                paths.Add(path);
                return new CloudFile(Stack, null);
            },
        };

        var stack = new ValidRequest().ReadWith(settings).With("cloudName", "azurestackcloud")
            .With("cloudEnvFileName", "/etc/kubernetes/stack.json").Plan();
        var next = new ValidRequest().ReadWith(settings).Plan();

        Assert.Equal(["/etc/kubernetes/stack.json"], paths);
        Assert.Equal("https://demo.vault.stack.example/", stack.Vault.AbsoluteUri);
        Assert.Equal(("https://login.stack.example/", "https://vault.stack.example"),
            (stack.Cloud.Authority.AbsoluteUri, stack.Cloud.TokenResource));
        Assert.Equal(Cloud.Public, next.Cloud);
    }

    [Theory]
    [InlineData("canary", "the file is not a JSON object")]
    [InlineData("[]", "the file is not a JSON object")]
    [InlineData("""{"keyVaultEndpoint":"https://a.example","keyVaultDNSSuffix":"a.example"}""",
        "the file's field activeDirectoryEndpoint is missing or not an https:// URL")]
    [InlineData("""{"activeDirectoryEndpoint":"http://canary","keyVaultEndpoint":"https://a.example","keyVaultDNSSuffix":"a.example"}""", "the file's field activeDirectoryEndpoint is missing or not an https:// URL")]
    [InlineData("""{"activeDirectoryEndpoint":"https://canary@a.example","keyVaultEndpoint":"https://a.example","keyVaultDNSSuffix":"a.example"}""", "the file's field activeDirectoryEndpoint is missing or not an https:// URL")]
    [InlineData("""{"activeDirectoryEndpoint":"https://a.example","keyVaultEndpoint":7,"keyVaultDNSSuffix":"a.example"}""", "the file's field keyVaultEndpoint is missing or not an https:// URL")]
    [InlineData("""{"activeDirectoryEndpoint":"https://a.example","keyVaultEndpoint":"https://a.example","keyVaultDNSSuffix":"a.example/canary"}""", "the file's field keyVaultDNSSuffix is missing or not a domain name")]
    [InlineData("""{"activeDirectoryEndpoint":"https://a.example","keyVaultEndpoint":"https://a.example","keyVaultDNSSuffix":"a.example@evil"}""", "the file's field keyVaultDNSSuffix is missing or not a domain name")]
    [InlineData("""{"activeDirectoryEndpoint":"https://a.example","keyVaultEndpoint":"https://a.example","keyVaultDNSSuffix":"localhost"}""", "the file's field keyVaultDNSSuffix is missing or not a domain name")]
    public void A_file_that_describes_no_cloud_says_what_is_wrong_without_being_quoted(string text, string what)
    {
        var problem = Stacked(new CloudFile(text, null)).Problem();

        Assert.Equal((ErrorCodes.CloudFileInvalid, what), (problem.Code, problem.What));
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var problem = Stacked(new CloudFile(null, "is not below /etc/kubernetes")).Problem();

        Assert.StartsWith(
            "cloudEnvFileName: \"/x\" is not below /etc/kubernetes. ", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_beside_a_known_cloud_is_not_read_and_hinted_at()
    {
        var settings = new PlanSettings(
            "AzurePublicCloud") { CloudEnvironmentFiles = _ => throw new InvalidOperationException("read") };

        var plan = new ValidRequest().ReadWith(settings).With("cloudEnvFileName", "/x").Plan();

        Assert.Equal(
            "cloudEnvFileName is ignored because cloudName is not AzureStackCloud. Remove it, or set cloudName to "
            + "AzureStackCloud.", Assert.Single(plan.Hints).ToString());
    }

    private static ValidRequest Stacked(CloudFile file) =>
        new ValidRequest().ReadWith(new PlanSettings("AzureStackCloud") { CloudEnvironmentFiles = _ => file })
            .With("cloudEnvFileName", "/x");
}
