using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Provider.Sandbox.Driver;

namespace Provider.Tests.Sandbox.Cloud;

/// <summary>The stand-in Entra, asked by Azure's own credentials and by hand.</summary>
public sealed class EntraTests
{
    private const string Tenant = "00000000-0000-0000-0000-0000000000aa";
    private const string ClientId = "22222222-2222-2222-2222-222222222222";
    private const string Audience = "api://AzureADTokenExchange";

    private readonly ClusterIssuer cluster = new("https://issuer.example/cluster/", TimeProvider.System);

    private static TokenRequestContext Vaults => new(["https://vault.azure.net/.default"]);

    private static CancellationToken Limit => Patience.Limit;

    [Fact]
    public async Task A_service_principal_gets_a_token_for_its_secret()
    {
        await using var client = await CloudClient.StartAsync();
        client.Cloud.Entra[Tenant][ClientId].AddSecret("right");
        var credential =
            new ClientSecretCredential(Tenant, ClientId, "right", Options<ClientSecretCredentialOptions>(client));

        var token = await credential.GetTokenAsync(Vaults, Limit);

        Assert.Equal(ClientId, client.Cloud.Tokens.Find(token.Token, "https://vault.azure.net")?.Principal);
        Assert.InRange(token.ExpiresOn, TimeProvider.System.GetUtcNow().AddMinutes(50), TimeProvider.System.GetUtcNow()
            .AddMinutes(61));
    }

    [Fact]
    public async Task A_service_account_gets_a_token_where_a_federated_credential_matches()
    {
        await using var client = await CloudClient.StartAsync();
        client.Cloud.Entra[Tenant][ClientId].Trust(new(cluster.Issuer, ClusterIssuer.SubjectOf("shop", "web")));

        var token = await Asserting(client, cluster.Issue("shop", "web", Audience)).GetTokenAsync(Vaults, Limit);

        Assert.Equal(ClientId, client.Cloud.Tokens.Find(token.Token, "https://vault.azure.net")?.Principal);
    }

    [Theory]
    [InlineData("issuer", "AADSTS700211")]
    [InlineData("audience", "AADSTS700212")]
    [InlineData("subject", "AADSTS700213")]
    [InlineData("nothing", "AADSTS70021:")]
    [InlineData("expired", "AADSTS700024")]
    public async Task An_assertion_that_does_not_match_is_reported_by_what_differs(string kind, string code)
    {
        await using var client = await CloudClient.StartAsync();
        var application = client.Cloud.Entra[Tenant][ClientId];
        if (kind != "nothing")
        {
            application.Trust(
                new(kind == "issuer" ? "https://another.example/" : cluster.Issuer,
                    ClusterIssuer.SubjectOf("shop", "web")));
        }

        var assertion = cluster.Issue(
            kind == "subject" ? "another" : "shop", "web", kind == "audience" ? "another" : Audience, kind == "expired"
                ? TimeSpan.Zero
                : null);
        var error =
            await Assert.ThrowsAsync<AuthenticationFailedException>(() => Asserting(client, assertion)
                .GetTokenAsync(Vaults, Limit).AsTask());

        Assert.Contains(code, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong secret", "AADSTS7000215", 401)]
    [InlineData("expired secret", "AADSTS7000222", 401)]
    [InlineData("unknown application", "AADSTS700016", 400)]
    [InlineData("unknown tenant", "AADSTS90002", 400)]
    [InlineData("no secret", "AADSTS7000218", 401)]
    [InlineData("another grant", "AADSTS70003", 400)]
    [InlineData("no scope", "AADSTS1002012", 400)]
    public async Task A_refused_caller_gets_the_reason_in_the_services_shape(string kind, string code, int status)
    {
        await using var client = await CloudClient.StartAsync();
        client.Cloud.Entra[Tenant][ClientId].AddSecret("right").AddSecret("old").Expire("old");
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = kind == "another grant" ? "password" : "client_credentials",
            ["client_id"] = kind == "unknown application" ? "none" : ClientId,
            ["scope"] = kind == "no scope" ? "openid" : "https://vault.azure.net/.default",
        };
        if (kind != "no secret")
        {
            form["client_secret"] = kind switch { "wrong secret" => "wrong", "expired secret" => "old", _ => "right" };
        }

        using var content = new FormUrlEncodedContent(form);
        var tenant = kind == "unknown tenant" ? "none" : Tenant;
        var response = await client.Http.PostAsync(
            new Uri($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token"), content, Limit);

        var json = await CloudClient.JsonAsync(response);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(code, (string?)json["error_description"], StringComparison.Ordinal);
        Assert.Equal(code["AADSTS".Length..], json["error_codes"]![0]!.ToJsonString());
        Assert.NotNull((string?)json["trace_id"]);
    }

    private static ClientAssertionCredential Asserting(CloudClient client, ServiceAccountToken assertion) =>
        new(Tenant, ClientId, _ => Task.FromResult(assertion.Text), Options<ClientAssertionCredentialOptions>(client));

    private static T Options<T>(CloudClient client)
        where T : TokenCredentialOptions, new()
    {
        var options = new T { Transport = new HttpClientTransport(client.Http) };
        options.Retry.MaxRetries = 0;
        return options;
    }
}
