using Provider.Model;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

/// <summary>An Azure Stack Hub may have AD FS in Entra's place, as the tenant <c>adfs</c>.</summary>
public sealed class AdfsTenantTests
{
    private const string Principal = """{"clientid":"11111111-1111-1111-1111-111111111111","clientsecret":"s"}""";

    public static TheoryData<string> Authorities =>
        ["https://adfs.stack.example", "https://adfs.stack.example/adfs", "https://adfs.stack.example/adfs/"];

    [Theory]
    [MemberData(nameof(Authorities))]
    public void A_service_principal_asks_the_token_endpoint_of_ad_fs(string authority)
    {
        var plan = Stacked(authority).WithSecrets(Principal).With("tenantID", "ADFS").Plan();

        Assert.Equal(
            "https://adfs.stack.example/adfs/oauth2/token", plan.Cloud.TokenEndpoint(plan.Tenant!).AbsoluteUri);
    }

    [Fact]
    public void Other_tenants_of_the_same_cloud_ask_entras()
    {
        var plan = Stacked("https://login.stack.example/").WithSecrets(Principal).With("tenantID", "contoso.example")
            .Plan();

        Assert.Equal("https://login.stack.example/contoso.example/oauth2/v2.0/token",
            plan.Cloud.TokenEndpoint(plan.Tenant!).AbsoluteUri);
    }

    [Fact]
    public void Clouds_with_entra_have_no_such_tenant()
    {
        var problem = new ValidRequest().Without("usePodIdentity").WithSecrets(Principal).With("tenantID", "adfs")
            .Problem();

        Assert.Equal(
            "tenantID: \"adfs\" is the directory of an Azure Stack Hub, and the cloud is AzurePublicCloud. Set "
            + "cloudName to AzureStackCloud, or write the tenant's id.",
            problem.ToString());
    }

    [Fact]
    public void It_takes_no_service_account_tokens()
    {
        var problem = Stacked("https://adfs.stack.example").With("clientID", "11111111-1111-1111-1111-111111111111")
            .With("csi.storage.k8s.io/serviceAccount.tokens", """{"api://AzureADTokenExchange":{"token":"a.b.c"}}""")
            .With("tenantID", "adfs").Problem();

        Assert.Equal(
            "tenantID: \"adfs\" has no federated credentials. Use a service principal (nodePublishSecretRef), or a "
            + "tenant of Microsoft Entra ID.",
            problem.ToString());
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_the_only_thing_reported()
    {
        var settings =
            new PlanSettings("AzureStackCloud") { CloudEnvironmentFiles = _ =>
                new CloudFile(null, "does not exist or cannot be read") };

        var problem = new ValidRequest().ReadWith(settings).Without("usePodIdentity").WithSecrets(Principal)
            .With("tenantID", "adfs").Problem();

        Assert.Equal(ErrorCodes.CloudFileInvalid, problem.Code);
    }

    private static ValidRequest Stacked(string authority) =>
        new ValidRequest().Without("usePodIdentity").ReadWith(new PlanSettings("AzureStackCloud")
    {
        CloudEnvironmentFiles = _ => new CloudFile(
            $$"""{"activeDirectoryEndpoint":"{{authority}}","keyVaultEndpoint":"https://vault.stack.example","keyVaultDNSSuffix":"vault.stack.example"}""", null),
    });
}
