using System.Net;
using Provider.Sandbox.Cloud.Imds;

namespace Provider.Tests.Sandbox.Cloud;

/// <summary>The stand-in metadata service: what it insists on, and which identity it gives.</summary>
public sealed class ImdsTests
{
    private const string TokenQuery = "?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net";

    private static readonly VmIdentity First = new("client-1", "object-1", "/subscriptions/s/1");
    private static readonly VmIdentity Second = new("client-2", "object-2", "/subscriptions/s/2");

    private static CancellationToken Limit => Patience.Limit;

    [Theory]
    [InlineData("", "machine")]
    [InlineData("&client_id=client-2", "client-2")]
    [InlineData("&object_id=object-1", "client-1")]
    [InlineData("&msi_res_id=/SUBSCRIPTIONS/s/2", "client-2")]
    public async Task The_identity_that_is_asked_for_is_given(string query, string clientId)
    {
        await using var client = await StartAsync();

        var json = await CloudClient.JsonAsync(await SendAsync(client, TokenQuery + query));

        Assert.Equal(clientId, (string?)json["client_id"]);
        Assert.Equal(
            clientId, client.Cloud.Tokens.Find((string)json["access_token"]!, "https://vault.azure.net")?.Principal);
        Assert.Matches(@"^\d+$", (string)json["expires_on"]!);
    }

    [Theory]
    [InlineData(TokenQuery + "&client_id=none", "true", null, "Identity not found")]
    [InlineData(TokenQuery, null, null, "Required metadata header not specified")]
    [InlineData(TokenQuery, "false", null, "Required metadata header not specified")]
    [InlineData(TokenQuery, "true", "10.0.0.1", "X-Forwarded-For")]
    [InlineData("?resource=r", "true", null, "api-version")]
    [InlineData("?api-version=2018-02-01", "true", null, "resource")]
    public async Task What_it_insists_on_is_a_bad_request(
        string query, string? metadata, string? forwarded, string description)
    {
        await using var client = await StartAsync();

        var response = await SendAsync(client, query, metadata, forwarded);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(description, (string?)(await CloudClient.JsonAsync(response))["error_description"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_identity_of_its_own_a_machine_gives_its_only_one()
    {
        await using var client = await StartAsync();
        client.Cloud.Imds.SystemAssigned = null;

        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(client, TokenQuery)).StatusCode);
        client.Cloud.Imds.UserAssigned = [Second];
        Assert.Equal(
            "client-2", (string?)(await CloudClient.JsonAsync(await SendAsync(client, TokenQuery)))["client_id"]);
    }

    private static async Task<CloudClient> StartAsync()
    {
        var client = await CloudClient.StartAsync();
        client.Cloud.Imds.SystemAssigned = new("machine", "machine-object", "/subscriptions/s/vm");
        client.Cloud.Imds.UserAssigned = [First, Second];
        return client;
    }

    private static async Task<HttpResponseMessage> SendAsync(
        CloudClient client, string query, string? metadata = "true", string? forwarded = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(client.Cloud.ImdsAddress, "metadata/identity/oauth2/token" + query));
        foreach (var (name, value) in new[] { ("Metadata", metadata), ("X-Forwarded-For", forwarded) })
        {
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }

        return await client.Node.SendAsync(request, Limit);
    }
}
