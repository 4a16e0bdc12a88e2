using Microsoft.Extensions.Logging.Abstractions;
using Provider.Http;
using Provider.Http.Connections;
using Provider.Identity.TokenProxy;
using Provider.Model;

namespace Provider.Tests.Identity;

/// <summary>
/// The token proxy over real TLS: a server on loopback with names and authorities as a cluster has them.
/// </summary>
public sealed class TokenProxyTests : IAsyncLifetime
{
    private const string ClusterId = "696995ccb303450001b31a18";
    private const string ProxyName = "aeaf29ip1hi5q38ebc3u4daum81u0unk52t5bg50j25234fmuj78g.ests.aks";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("token-proxy-");
    private readonly TestAuthority authority = new("one");
    private ClusterServer apiServer = null!;
    private ClusterServer proxy = null!;

    private string CaFile => Path.Combine(folder.FullName, "ca.crt");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(CaFile, authority.Pem, Patience.Limit);
        apiServer = await ClusterServer.StartAsync(
            authority.Issue("kubernetes.default.svc", "localhost", $"hcp-kubernetes.{ClusterId}.svc.cluster.local",
                "hcp-kubernetes.second.svc.cluster.local"));
        proxy = await ClusterServer.StartAsync(authority.Issue(ProxyName));
    }

    public async ValueTask DisposeAsync()
    {
        await apiServer.DisposeAsync();
        await proxy.DisposeAsync();
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("696995ccb303450001b31a18", "aeaf29ip1hi5q38ebc3u4daum81u0unk52t5bg50j25234fmuj78g.ests.aks")]
    [InlineData("id1", "assck867kdo1hbg5suttjr100r9atmch81mepk3su35glum5eri00.ests.aks")]
    public void The_proxys_name_follows_from_the_clusters_id(string id, string name) =>
        Assert.Equal(name, ProxyServerName.ForCluster(id));

    [Fact]
    public void A_certificate_without_a_clusters_name_gives_none()
    {
        using var certificate =
            authority.Issue("kubernetes.default.svc", "hcp-kubernetes.a.b.svc.cluster.local",
                "x.hcp-kubernetes.a.svc.cluster.local");

        Assert.Null(ProxyServerName.From(certificate));
    }

    [Fact]
    public async Task The_request_goes_to_the_proxy_under_its_computed_name_with_entras_host_in_the_header()
    {
        using var client = Client(path: "/tenants/");

        var token = await client.GetTokenAsync(Plans.TokenProxy("assertion"), Patience.Limit);

        var call = Assert.Single(proxy.Calls);
        Assert.Equal("t", token.Text.Reveal());
        Assert.Equal(("POST", $"/tenants/{Plans.Tenant}/oauth2/v2.0/token", "login.microsoftonline.com", ProxyName),
            (call.Method, call.Path, call.Host, call.ServerName));
        Assert.Contains("client_assertion=assertion", call.Body, StringComparison.Ordinal);
        Assert.Equal(["localhost"], apiServer.ServerNames);
        Assert.Empty(apiServer.Calls);
    }

    [Fact]
    public async Task Nothing_is_connected_before_the_first_request_and_the_name_is_determined_once()
    {
        using var client = Client();
        Assert.Empty(apiServer.ServerNames);

        await client.GetTokenAsync(Plans.TokenProxy(), Patience.Limit);
        await client.GetTokenAsync(Plans.TokenProxy(), Patience.Limit);

        Assert.Single(apiServer.ServerNames);
        Assert.Equal(2, proxy.Calls.Count);
    }

    [Fact]
    public async Task A_given_name_is_taken_and_the_api_server_left_alone()
    {
        using var client = Client(ProxyName);

        await client.GetTokenAsync(Plans.TokenProxy(), Patience.Limit);

        Assert.Empty(apiServer.ServerNames);
        Assert.Equal(ProxyName, Assert.Single(proxy.Calls).ServerName);
    }

    [Fact]
    public async Task A_failure_is_reported_and_tried_again_by_the_next_mount()
    {
        File.Move(CaFile, CaFile + ".away");
        using var client = Client();

        var error =
            await Assert.ThrowsAsync<MountException>(() => client.GetTokenAsync(Plans.TokenProxy(), Patience.Limit));
        File.Move(CaFile + ".away", CaFile);

        Assert.StartsWith(
            "token-proxy-unreachable: could not connect to the API server at localhost: the file of the cluster's "
            + "certificate authorities cannot be read. ",
            error.Message, StringComparison.Ordinal);
        Assert.Equal("t", (await client.GetTokenAsync(Plans.TokenProxy(), Patience.Limit)).Text.Reveal());
    }

    [Fact]
    public async Task A_server_that_the_cluster_does_not_vouch_for_is_not_believed()
    {
        using var other = new TestAuthority("other");
        await File.WriteAllTextAsync(CaFile, other.Pem, Patience.Limit);
        using var client = Client();
        using var named = Client(ProxyName);

        var ofApiServer =
            await Assert.ThrowsAsync<MountException>(() => client.GetTokenAsync(Plans.TokenProxy(), Patience.Limit));
        var ofProxy =
            await Assert.ThrowsAsync<MountException>(() => named.GetTokenAsync(Plans.TokenProxy(), Patience.Limit));

        Assert.Contains(
            "its certificate is not trusted: the authority \"CN=one\"", ofApiServer.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.TokenProxyUnreachable, ofProxy.Code);
        Assert.Empty(proxy.Calls);
    }

    [Fact]
    public async Task Authorities_that_are_replaced_are_read_again_and_an_empty_file_keeps_the_old_ones()
    {
        using var other = new TestAuthority("other");
        var authorities = new ClusterAuthorities(CaFile);
        Assert.Equal("CN=one", Assert.Single(authorities.Read()).Subject);

        await File.WriteAllTextAsync(CaFile, "", Patience.Limit);
        Assert.Equal("CN=one", Assert.Single(authorities.Read()).Subject);

        await File.WriteAllTextAsync(CaFile, authority.Pem + other.Pem, Patience.Limit);
        Assert.Equal(["CN=one", "CN=other"], authorities.Read().Select(root => root.Subject));
    }

    [Theory]
    [InlineData(401, "token-proxy-refused")]
    [InlineData(403, "token-proxy-refused")]
    [InlineData(404, "entra-failed")]
    public async Task A_refusal_that_is_not_entras_is_the_proxys(int status, string code)
    {
        proxy.Status = status;
        using var client = Client();

        var error =
            await Assert.ThrowsAsync<MountException>(() => client.GetTokenAsync(Plans.TokenProxy(), Patience.Limit));

        Assert.Equal(code, error.Code.Name);
        Assert.StartsWith($"{code}: login.microsoftonline.com through the token proxy gave no token", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_of_the_proxy_is_not_followed()
    {
        proxy.Status = 307;
        using var client = Client();

        await Assert.ThrowsAsync<MountException>(() => client.GetTokenAsync(Plans.TokenProxy(), Patience.Limit));

        Assert.Single(proxy.Calls);
    }

    private TokenProxyClient Client(string? name = null, string path = "")
    {
        return new TokenProxyClient(
            new TokenProxySettings(new Uri($"https://localhost:{proxy.Port}{path}"), name,
                new Uri($"https://localhost:{apiServer.Port}"), CaFile),
            transport => new CallSettings(transport, "test/1", TimeProvider.System, NullLogger.Instance),
            new AddressConnector(NameLookups.OfSystem(), TimeProvider.System),
            TimeProvider.System);
    }
}
