using System.Collections.Immutable;
using Provider.Protocol;
using Provider.Sandbox.Cloud.Entra;
using Provider.Sandbox.Cloud.Imds;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Tests.EndToEnd;

namespace Provider.Tests.Identity;

/// <summary>
/// Each mode over the real wire, here and as the built binary: what is asked, of whom, and how often for mount and
/// re-mount.
/// </summary>
public sealed class WireTests
{
    // The tenant of the sandbox's vaults.
    private const string Tenant = "00000000-0000-0000-0000-0000000000aa";
    private const string Issuer = "https://issuer.example/";
    private const string ResourceId =
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
    private const string ObjectId = "44444444-4444-4444-4444-444444444444";

    public static TheoryData<string, string, string> IdentityIds => new()
    {
        { "here", "", "" },
        { "binary", Plans.ClientId, $"&client_id={Plans.ClientId}" },
        { "here", ObjectId, $"&object_id={ObjectId}" },
        { "here", ResourceId, $"&msi_res_id={Uri.EscapeDataString(ResourceId)}" },
    };

    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(IdentityIds))]
    public async Task The_nodes_identity_asks_imds_without_a_proxy(string kind, string id, string query)
    {
        await using var stage = await StartAsync(kind);
        var identity = new VmIdentity(Plans.ClientId, ObjectId, ResourceId);
        stage.Cloud.Imds.UserAssigned = [identity];
        stage.Cloud.Imds.SystemAssigned = identity;

        await MountTwiceAsync(stage, Request(("useVMManagedIdentity", "true"), ("userAssignedIdentityID", id)));

        var call = stage.Cloud.Calls.All.Last(one => one.Service == "imds");
        Assert.Equal(200, call.Status);
        Assert.Equal(("GET", "/metadata/identity/oauth2/token"), (call.Method, call.Path));
        Assert.Equal("?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net" + query, call.RawQuery);
        Assert.Equal("true", call.Headers["Metadata"]);
        Assert.Equal(id == ObjectId ? 2 : 1, stage.Cloud.Calls.All.Count(one => one.Service == "imds"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_service_principal_asks_entra_with_its_secret(string kind)
    {
        await using var stage = await StartAsync(kind);
        stage.Cloud.Entra[Tenant][Plans.ClientId].AddSecret("s&cret");
        var secret = new Dictionary<string, string> { ["ClientId"] = Plans.ClientId, ["clientsecret"] = " s&cret\n" };

        await MountTwiceAsync(stage, Request(secret, null, ("tenantID", Tenant)));

        var call = Assert.Single(stage.Cloud.Calls.All, one => one.Service == "entra");
        Assert.Equal(
            ("POST", $"/{Tenant}/oauth2/v2.0/token", "login.microsoftonline.com"), (call.Method, call.Path, call.Host));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = Plans.ClientId,
                ["scope"] = "https://vault.azure.net/.default", ["client_secret"] = "s&cret",
            },
            call.Form);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Workload_identity_exchanges_the_service_accounts_token(string kind)
    {
        await using var stage = await StartAsync(kind);
        stage.Cloud.Entra[Tenant][Plans.ClientId].Trust(
            new FederatedCredential(Issuer, "system:serviceaccount:shop:app"));
        var expiry = TimeProvider.System.GetUtcNow().AddHours(1);
        var token = Plans.Jwt(
            $$"""{"iss":"{{Issuer}}","sub":"system:serviceaccount:shop:app","aud":["api://AzureADTokenExchange"],"exp":{{expiry.ToUnixTimeSeconds()}}}""");
        var tokens =
            new Dictionary<string, ServiceAccountToken> { ["api://AzureADTokenExchange"] = new(token, expiry),
                ["other"] = new("", expiry) };

        await MountTwiceAsync(stage, Request(null, tokens, ("tenantID", Tenant), ("clientID", Plans.ClientId)));

        var call = Assert.Single(stage.Cloud.Calls.All, one => one.Service == "entra");
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials", ["client_id"] = Plans.ClientId,
                ["scope"] = "https://vault.azure.net/.default",
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = token,
            },
            call.Form);
    }

    private static async Task<Stage> StartAsync(string kind)
    {
        var stage = await Stage.StartWithoutNmiAsync(kind);
        stage.Vault.SetSecret("one", "1");
        return stage;
    }

    private static async Task MountTwiceAsync(Stage stage, MountRequest request)
    {
        for (var mount = 0; mount < 2; mount++)
        {
            request.TargetPath = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "volume");
            var volume = await stage.Driver.MountAsync(request, FakeDriver.KubeletDeadline, Patience.Limit);
            Assert.Equal("1", volume.Files["one"].Text);
            Directory.Delete(Path.GetDirectoryName(request.TargetPath)!, recursive: true);
        }
    }

    private static MountRequest Request(params (string Name, string Value)[] parameters) =>
        Request(null, null, parameters);

    private static MountRequest Request(
        Dictionary<string, string>? secret, Dictionary<string, ServiceAccountToken>? tokens,
        params (string Name, string Value)[] parameters)
    {
        var all = ImmutableDictionary<string, string>.Empty
            .Add("keyvaultName", "demo").Add("objects", "array:\n  - objectName: one\n    objectType: secret\n")
            .SetItems(parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        var pod = new Pod("shop", "app-0", "uid-1", "app", [], [], null);
        return MountRequests.Make(new SecretProviderClass("shop", "shop-secrets", all), pod, secret, tokens, "/");
    }
}
