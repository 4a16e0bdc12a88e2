using System.Net;
using System.Security.Cryptography.X509Certificates;
using Provider.Sandbox.Cloud.Cluster;
using Provider.Sandbox.Cloud.Entra;
using Provider.Sandbox.Cloud.Imds;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Cloud.Nmi;
using Provider.Sandbox.Cloud.Vault;

namespace Provider.Sandbox.Cloud;

/// <summary>The simulated cloud and the node's identity endpoints, on loopback, until they are disposed of.</summary>
internal sealed class SandboxCloud : IAsyncDisposable
{
    // TLS clients use the machine's clock, also when a test gives the services another one.
    private readonly CertificateAuthority authority = new(TimeProvider.System.GetUtcNow());
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("sandbox-cloud-");
    private readonly EdgeServer server;
    private readonly LoopbackServer imdsServer;

    private SandboxCloud(TimeProvider time, Random chance, EdgeHabits? habits)
    {
        Calls = new CallLog(time);
        Faults = new FaultRules(chance);
        Tokens = new Tokens(time);
        Vaults = new VaultService(Tokens, time);
        NmiService = new NmiService(Tokens);
        RequestDelegate Serving(params ICloudService[] services) =>
            new CallHandler(services, Calls, Faults, time).HandleAsync;

        Nmi = new NmiNode(NmiService, Serving(NmiService), time);
        Entra = new EntraService(Tokens, time);
        Imds = new ImdsService(Tokens);
        imdsServer = new LoopbackServer(Serving(Imds));
        ICloudService[] edge = [Vaults, Entra];
        var shown = habits?.CertificateFor ?? ((own, host) => own.CertificateFor(host));
        server = new EdgeServer(host => shown(authority, host), Serving(edge), habits);
        Cluster = new ClusterApiServer(Serving(new TokenProxyService(Entra)), habits);
        Edge = new EdgeProxy(host => edge.Any(service => service.IsKnown(host)), server.Port);
        CaFile = Path.Combine(directory.FullName, "authority.pem");
    }

    public CallLog Calls { get; }

    public FaultRules Faults { get; }

    public Tokens Tokens { get; }

    /// <summary>The vaults; a vault exists once it has been read here.</summary>
    public VaultService Vaults { get; }

    public NmiService NmiService { get; }

    /// <summary>NMI's port; not started yet.</summary>
    public NmiNode Nmi { get; }

    public EntraService Entra { get; }

    public ImdsService Imds { get; }

    public ClusterApiServer Cluster { get; }

    /// <summary>The address of IMDS, for <c>AZURE_POD_IDENTITY_AUTHORITY_HOST</c>.</summary>
    public Uri ImdsAddress => new($"http://127.0.0.1:{imdsServer.Port}");

    public EdgeProxy Edge { get; }

    /// <summary>The proxy's address, for <c>HTTPS_PROXY</c>.</summary>
    public Uri Proxy => Edge.Address;

    public int Connections => Edge.Connections.Count(connection => connection.Status == 200);

    /// <summary>The authority's certificate, for <c>SSL_CERT_FILE</c>.</summary>
    public string CaFile { get; }

    public X509Certificate2 Root => authority.Root;

    public static async Task<SandboxCloud> StartAsync(TimeProvider time, Random chance, EdgeHabits? habits = null)
    {
        var cloud = await PrepareAsync(time, chance, habits);
        try
        {
            await cloud.server.StartAsync(CancellationToken.None);
            await cloud.imdsServer.StartListeningAsync(CancellationToken.None);
            await cloud.Cluster.StartAsync(CancellationToken.None);
            cloud.Edge.Start();
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <summary>A cloud with files and ports but without a listener: every connection is refused.</summary>
    public static async Task<SandboxCloud> PrepareAsync(
        TimeProvider time, Random chance, EdgeHabits? habits = null)
    {
        var cloud = new SandboxCloud(time, chance, habits);
        try
        {
            await cloud.authority.WriteAsync(cloud.CaFile, CancellationToken.None);
            await cloud.Cluster.PrepareAsync(CancellationToken.None);
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// A client for this process: it connects through the proxy and trusts only this cloud's authority.
    /// </summary>
    public SocketsHttpHandler CreateClientHandler()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, Proxy = new WebProxy(Proxy) };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { Root },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return handler;
    }

    public async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        await server.DisposeAsync();
        await Nmi.DisposeAsync();
        await imdsServer.DisposeAsync();
        await Cluster.DisposeAsync();
        authority.Dispose();
        directory.Delete(recursive: true);
    }
}
