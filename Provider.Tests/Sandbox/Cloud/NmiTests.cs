using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Nmi;
using Provider.Sandbox.Manifests;

namespace Provider.Tests.Sandbox.Cloud;

/// <summary>The stand-in NMI: refused connections, its odd responses, and who gets whose token.</summary>
public sealed class NmiTests
{
    private const string TokenPath = "/host/token/?resource=https%3A%2F%2Fvault.azure.net";
    private const string ClientId = "11111111-1111-1111-1111-111111111111";

    [Fact]
    public async Task A_bound_pod_gets_the_token_of_its_identity()
    {
        await using var client = await StartAsync();

        var response = await SendAsync(client, TokenPath);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
        var json = await CloudClient.JsonAsync(response);
        Assert.Equal(ClientId, (string?)json["clientid"]);
        var token = json["token"]!.AsObject();
        Assert.Equal(
            ("86400", "Bearer", ""),
            ((string?)token["expires_in"], (string?)token["token_type"], (string?)token["refresh_token"]));
        Assert.Equal(
            ["access_token", "refresh_token", "expires_in", "expires_on", "not_before", "resource", "token_type"],
            token.Select(field => field.Key));
        Assert.All(token, field => Assert.Equal(JsonValueKind.String, field.Value!.GetValueKind()));
        Assert.Equal(
            ClientId, client.Cloud.Tokens.Find((string)token["access_token"]!, CloudClient.Resource)?.Principal);
    }

    [Theory]
    [InlineData("//host/token/?resource=r", 301, "")]
    [InlineData("/metadata/identity/oauth2/token?resource=r", 400, "{")]
    [InlineData("/host/token/", 400, "parameter resource cannot be empty")]
    public async Task A_wrong_url_has_the_response_that_shows_which_mistake_it_is(
        string pathAndQuery, int status, string begin)
    {
        await using var client = await StartAsync();

        var response = await SendAsync(client, pathAndQuery);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.StartsWith(begin, await response.Content.ReadAsStringAsync(Patience.Limit), StringComparison.Ordinal);
        Assert.Equal(status == 301 ? "/host/token/?resource=r" : null, response.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData(null, "demo")]
    [InlineData("demo", null)]
    public async Task Both_headers_are_needed(string? podNamespace, string? podName)
    {
        await using var client = await StartAsync();

        var response = await SendAsync(client, TokenPath, podNamespace, podName);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("demo", "other", "", "failed to get pod demo/other")]
    [InlineData("demo", "unlabelled", "", "no azure identity found")]
    [InlineData("demo", "demo", "&client_id=another", "no azure identity found")]
    [InlineData("other", "demo", "", "failed to get pod other/demo")]
    public async Task Who_has_no_identity_is_reported_at_once(
        string podNamespace, string podName, string query, string begin)
    {
        await using var client = await StartAsync();

        var response = await SendAsync(client, TokenPath + query, podNamespace, podName);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.StartsWith(begin, await response.Content.ReadAsStringAsync(Patience.Limit), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_namespaced_identity_of_another_namespace_breaks_nmi_as_it_does()
    {
        await using var client = await StartAsync();
        client.Cloud.NmiService.Use(Cluster() with
        {
            Identities = [new AzureIdentity("elsewhere", "demo-identity", ClientId) { IsNamespaced = true }],
        });

        var response = await SendAsync(client, TokenPath);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(Patience.Limit);
        Assert.StartsWith("runtime error: index out of range", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nmi_comes_and_goes_on_one_port()
    {
        await using var client = await StartAsync();
        var address = client.Cloud.Nmi.Address;

        await client.Cloud.Nmi.StopAsync();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync(client, TokenPath));
        await client.Cloud.Nmi.StartAsync();
        var response = await SendAsync(client, TokenPath);

        Assert.Equal(HttpRequestError.ConnectionError, refused.HttpRequestError);
        Assert.Equal((HttpStatusCode.OK, address), (response.StatusCode, client.Cloud.Nmi.Address));
    }

    [Fact]
    public async Task An_identity_is_assigned_in_the_clocks_time()
    {
        var time = new FakeTimeProvider();
        await using var client = await StartAsync(time);

        var assigning = client.Cloud.Nmi.AssignAfterAsync(TimeSpan.FromSeconds(30), Patience.Limit);
        await AdvanceAsync(time, () => client.Cloud.Nmi.IsRunning);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(client, TokenPath)).StatusCode);
        await AdvanceAsync(time, () => assigning.IsCompleted);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, TokenPath)).StatusCode);
    }

    [Fact]
    public async Task Any_of_its_responses_can_be_scripted()
    {
        await using var client = await StartAsync();
        client.Cloud.Faults.Add(Services.Nmi, Fault.Of(NmiResponses.RefreshFailed()), times: 1);
        client.Cloud.Faults.Add(Services.Nmi, Fault.Of(NmiResponses.Refused(400, "{}")), times: 1);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(client, TokenPath)).StatusCode);
        Assert.Equal("adal: Refresh request failed. Status Code = '400'. Response body: {}\n",
            await (await SendAsync(client, TokenPath)).Content.ReadAsStringAsync(Patience.Limit));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, TokenPath)).StatusCode);
    }

    [Theory]
    [InlineData(NmiVersion.V1Dot5, 403, JsonValueKind.Number)]
    [InlineData(NmiVersion.V1Dot6Dot0, 403, JsonValueKind.String)]
    [InlineData(NmiVersion.V1Dot8Dot5, 404, JsonValueKind.String)]
    [InlineData(NmiVersion.V1Dot8Dot17, 404, JsonValueKind.String)]
    internal async Task Each_release_responds_in_its_own_way(NmiVersion version, int unassigned, JsonValueKind number)
    {
        await using var client = await StartAsync();
        client.Cloud.NmiService.Version = version;

        var token = await CloudClient.JsonAsync(await SendAsync(client, TokenPath));
        var unknown = await SendAsync(client, TokenPath, podName: "unlabelled");

        Assert.Equal(number, token["token"]!["expires_on"]!.GetValueKind());
        Assert.Equal(unassigned, (int)unknown.StatusCode);
        Assert.Equal(version <= NmiVersion.V1Dot8Dot5 ? 403 : 503, NmiResponses.IdentityMalformed(version).Status);
    }

    private static async Task<CloudClient> StartAsync(TimeProvider? time = null)
    {
        var client = await CloudClient.StartAsync(time);
        client.Cloud.NmiService.Use(Cluster());
        await client.Cloud.Nmi.StartAsync();
        return client;
    }

    private static ManifestSet Cluster()
    {
        var example = ManifestReader.Read([Path.Combine(Repository.Root, "manifests/examples/pod-identity")]);
        return example with { Pods = example.Pods.Add(example.Pods[0] with { Name = "unlabelled", Labels = [] }) };
    }

    private static async Task<HttpResponseMessage> SendAsync(
        CloudClient client, string pathAndQuery, string? podNamespace = "demo", string? podName = "demo")
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Get, $"{client.Cloud.Nmi.Address.OriginalString}{pathAndQuery}");
        foreach (var (name, value) in new[] { ("podns", podNamespace), ("podname", podName) })
        {
            if (value is not null)
            {
                request.Headers.Add(name, value);
            }
        }

        return await client.Node.SendAsync(request, Patience.Limit);
    }

    private static async Task AdvanceAsync(FakeTimeProvider time, Func<bool> isReached)
    {
        var limit = Patience.Limit;
        while (!isReached())
        {
            limit.ThrowIfCancellationRequested();
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
