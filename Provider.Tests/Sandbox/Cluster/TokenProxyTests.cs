using Grpc.Core;
using Provider.Model;
using Provider.Parameters;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Cluster;
using Provider.Sandbox.Demo;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Sandbox.Processes;
using Provider.Tests.Identity;

namespace Provider.Tests.Sandbox.Cluster;

/// <summary>
/// AKS identity binding from the driver's call to the wire: the provider is started as in a cluster, without a flag.
/// </summary>
public sealed class TokenProxyTests : IAsyncLifetime
{
    private const string ClientId = "11111111-1111-1111-1111-111111111111";
    private const string Tenant = "22222222-2222-2222-2222-222222222222";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("token-proxy-");
    private SandboxCloud cloud = null!;
    private MountRequest request = null!;

    public async ValueTask InitializeAsync()
    {
        cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1));
        var manifests = ManifestReader.Read([Examples.Find("token-proxy")]);
        var (secretClass, pod) = manifests.Volume();
        var identities = new DemoIdentities(TimeProvider.System);
        request = MountRequests.Make(
            secretClass, pod, null, identities.TokensFor(secretClass, pod), Path.Combine(folder.FullName, "volume"));
        var plan = new PlanReader("AzurePublicCloud").Read(
            new MountInput(request.Attributes, request.Secrets, request.TargetPath, request.Permission)).Plan!;
        identities.Register(cloud, plan, pod);
        var vault = cloud.Vaults.In(AzureCloud.Public, "demo");
        vault.Tenant = Tenant;
        DemoVault.Fill(vault, plan.Entries);
    }

    public async ValueTask DisposeAsync()
    {
        await cloud.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_request_reaches_the_proxy_under_the_clusters_name_with_entras_path_and_host()
    {
        await using var provider = await StartAsync();
        Assert.Empty(cloud.Cluster.ServerNames);

        await MountAsync(provider);

        Assert.Equal([ClusterApiServer.Name, ClusterApiServer.ProxyName], cloud.Cluster.ServerNames);
        var call = Assert.Single(cloud.Calls.All, one => one.Service == Services.TokenProxy);
        Assert.Equal(
            ("POST", $"/{Tenant}/oauth2/v2.0/token", "login.microsoftonline.com", ClusterApiServer.ProxyName),
            (call.Method, call.Path, call.Host, call.ServerName));
        Assert.Equal(["client_assertion", "client_assertion_type", "client_id", "grant_type", "scope"],
            call.Form.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((ClientId, "client_credentials", "https://vault.azure.net/.default"),
            (call.Form["client_id"], call.Form["grant_type"], call.Form["scope"]));
        Assert.DoesNotContain(cloud.Calls.All, one => one.Service == Services.Entra);
    }

    [Fact]
    public async Task An_authority_that_is_put_right_is_read_again_by_the_next_mount()
    {
        using var other = new TestAuthority("other");
        var right = await System.IO.File.ReadAllTextAsync(cloud.Cluster.AuthorityFile, Patience.Limit);
        await System.IO.File.WriteAllTextAsync(cloud.Cluster.AuthorityFile, other.Pem, Patience.Limit);
        await using var provider = await StartAsync();

        var refused = await Assert.ThrowsAsync<RpcException>(() => MountAsync(provider));
        await System.IO.File.WriteAllTextAsync(cloud.Cluster.AuthorityFile, right, Patience.Limit);

        Assert.StartsWith("token-proxy-unreachable: ", refused.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("its certificate is not trusted", refused.Status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(cloud.Calls.All, one => one.Service == Services.TokenProxy);
        await MountAsync(provider);
    }

    private async Task<ProviderProcess> StartAsync()
    {
        var reason = await ClusterView.WhyNotAsync(Patience.Limit);
        Assert.SkipWhen(reason is not null, reason ?? "");
        return await ProviderProcess.StartAsync(
            ProviderProcess.DefaultBinary, cloud, [], Patience.Limit, view: new ClusterView(cloud.Cluster));
    }

    private async Task MountAsync(ProviderProcess provider)
    {
        using var driver = new FakeDriver(provider.SocketPath, TimeProvider.System);
        await driver.MountAsync(request, TimeSpan.FromSeconds(30), Patience.Limit);
    }
}
