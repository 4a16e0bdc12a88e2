using System.Net;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;

namespace Provider.Tests.Sandbox.Cloud;

/// <summary>
/// The way into the cloud: tunnels to hosts that exist, TLS of an authority made for the run, connections that break.
/// </summary>
public sealed class EdgeProxyTests
{
    private static CancellationToken Limit => Patience.Limit;

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_vault_is_reached_over_tls_with_either_version_of_http(string version)
    {
        await using var client = await CloudClient.StartAsync();
        client.Cloud.Vaults["demo"].SetSecret("one", "1");
        client.Http.DefaultRequestVersion = Version.Parse(version);
        client.Http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        var response = await client.GetAsync("secrets/one?api-version=7.6");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Version.Parse(version), response.Version);
    }

    [Fact]
    public async Task A_vault_that_does_not_exist_is_a_host_that_cannot_be_reached()
    {
        await using var client = await CloudClient.StartAsync();

        var error =
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("secrets/one?api-version=7.6"));

        Assert.Contains("502", error.Message, StringComparison.Ordinal);
        Assert.Equal([new ProxiedConnection("demo.vault.azure.net", 502)], client.Cloud.Edge.Connections);
        Assert.Equal(0, client.Cloud.Connections);
        Assert.Empty(client.Cloud.Calls.All);
    }

    [Fact]
    public async Task Vaults_and_authorities_of_every_cloud_have_names()
    {
        await using var client = await CloudClient.StartAsync();
        foreach (var cloud in AzureCloud.All)
        {
            client.Cloud.Vaults.In(cloud, "demo").SetSecret("one", cloud.Name);
            var token = client.Cloud.Tokens.Issue(CloudClient.Principal, cloud.Resource).Text;

            var secret =
                await client.GetAsync(new Uri($"https://demo.{cloud.VaultSuffix}/secrets/one?api-version=7.6"), token);
            var instances =
                await client.GetAsync(new Uri($"https://{cloud.AuthorityHost}/common/discovery/instance"), null);

            Assert.Equal(cloud.Name, (string?)(await CloudClient.JsonAsync(secret))["value"]);
            Assert.Equal(HttpStatusCode.OK, instances.StatusCode);
        }
    }

    [Fact]
    public async Task Who_does_not_have_the_authoritys_file_does_not_trust_it()
    {
        await using var client = await CloudClient.StartAsync();
        _ = client.Cloud.Vaults["demo"];
        using var other = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(client.Cloud.Proxy) });

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => other.GetAsync(new Uri("https://demo.vault.azure.net/"), Limit));

        Assert.Equal(HttpRequestError.SecureConnectionError, error.HttpRequestError);
        Assert.Equal(client.Cloud.Root.ExportCertificatePem(),
            (await File.ReadAllTextAsync(client.Cloud.CaFile, Limit)).TrimEnd());
    }

    [Fact]
    public async Task Connections_are_refused_and_cut_as_scripted_and_then_work()
    {
        await using var client = await CloudClient.StartAsync();
        client.Cloud.Vaults["demo"].SetSecret("one", "1");
        client.Cloud.Edge.Break(new ConnectionFault.Refuse(), new ConnectionFault.CloseAfter(300));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("secrets/one?api-version=7.6"));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("secrets/one?api-version=7.6"));
        var third = await client.GetAsync("secrets/one?api-version=7.6");

        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal([null, 200, 200], client.Cloud.Edge.Connections.Select(connection => connection.Status));
    }

    [Fact]
    public async Task A_connection_that_hangs_says_nothing_until_its_caller_leaves()
    {
        await using var client = await CloudClient.StartAsync();
        _ = client.Cloud.Vaults["demo"];
        client.Cloud.Edge.Break(new ConnectionFault.Hang());
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Limit);

        var waiting = client.Http.GetAsync(new Uri("https://demo.vault.azure.net/secrets/one"), leaving.Token);
        await client.Cloud.Edge.WaitForConnectionsAsync(1, Limit);
        Assert.False(waiting.IsCompleted);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task What_is_not_a_connect_request_is_not_served()
    {
        await using var client = await CloudClient.StartAsync();

        var response = await client.Node.GetAsync(client.Cloud.Proxy, Limit);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }
}
