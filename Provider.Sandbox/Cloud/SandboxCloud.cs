using System.Security.Cryptography.X509Certificates;
using Provider.Sandbox.Cloud.Nmi;
using Provider.Sandbox.Cloud.Vault;

namespace Provider.Sandbox.Cloud;

/// <summary>The stand-in cloud and the node's identity endpoints, all on loopback, gone when disposed of.</summary>
internal sealed class SandboxCloud : IAsyncDisposable
{
    private readonly CertificateAuthority authority;
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("sandbox-cloud-");
    private StandInServer edge = null!;
    private EdgeProxy proxy = null!;

    private SandboxCloud(TimeProvider time, Random chance)
    {
        authority = new CertificateAuthority(time);
        CaFile = Path.Combine(directory.FullName, "authority.pem");
        Tokens = new Tokens(time);
        Vaults = new VaultService(Tokens, time);
        NmiService = new NmiService(Tokens);
        Faults = new FaultRules(chance);
        Nmi = new NmiNode(port => StandInServer.StartAsync(_ => ("nmi", NmiService.AnswerAsync), Calls, Faults, time, port: port));
    }

    /// <summary>Every call that was made.</summary>
    public CallLog Calls { get; } = new();

    /// <summary>What goes wrong.</summary>
    public FaultRules Faults { get; }

    /// <summary>The tokens in circulation.</summary>
    public Tokens Tokens { get; }

    /// <summary>The vaults; only those that were asked for exist.</summary>
    public VaultService Vaults { get; }

    /// <summary>Who is assigned what.</summary>
    public NmiService NmiService { get; }

    /// <summary>NMI's port; not started yet.</summary>
    public NmiNode Nmi { get; }

    /// <summary>The proxy's address, for <c>HTTPS_PROXY</c>.</summary>
    public Uri Proxy => proxy.Address;

    /// <summary>How many connections went through the proxy.</summary>
    public int Connections => proxy.Connections;

    /// <summary>The authority's certificate, for <c>SSL_CERT_FILE</c>.</summary>
    public string CaFile { get; }

    /// <summary>The authority's certificate.</summary>
    public X509Certificate2 Root => authority.Root;

    /// <summary>Starts the cloud. NMI is started apart from it.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="chance">Decides about faults that happen now and then.</param>
    public static async Task<SandboxCloud> StartAsync(TimeProvider time, Random chance)
    {
        var cloud = new SandboxCloud(time, chance);
        await File.WriteAllTextAsync(cloud.CaFile, cloud.authority.Pem);
        cloud.edge = await StandInServer.StartAsync(
            _ => ("vault", cloud.Vaults.AnswerAsync),
            cloud.Calls, cloud.Faults, time, name => cloud.authority.ForHost(name ?? "unnamed"));
        cloud.proxy = new EdgeProxy(cloud.Vaults.IsKnown, cloud.edge.Port);
        return cloud;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        await edge.DisposeAsync();
        await Nmi.DisposeAsync();
        authority.Dispose();
        directory.Delete(recursive: true);
    }
}
