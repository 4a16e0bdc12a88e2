using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using Provider.Sandbox.Cloud.Network;

namespace Provider.Sandbox.Cloud.Cluster;

/// <summary>
/// A cluster's API server on loopback, and its token proxy behind the same port: the name requested in TLS
/// distinguishes them.
/// </summary>
internal sealed class ClusterApiServer : IAsyncDisposable
{
    public const string Name = "kubernetes.default.svc.cluster.local";

    // A fixed pair, not a computed one: the provider has to derive it by itself.
    private const string ClusterName = "hcp-kubernetes.696995ccb303450001b31a18.svc.cluster.local";

    public const string ProxyName = "aeaf29ip1hi5q38ebc3u4daum81u0unk52t5bg50j25234fmuj78g.ests.aks";

    private readonly CertificateAuthority authority = new(TimeProvider.System.GetUtcNow());
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("sandbox-cluster-");
    private readonly EdgeServer server;

    public ClusterApiServer(RequestDelegate handle, EdgeHabits? habits = null)
    {
        // The API server itself has no faults, only the proxy behind it.
        var shown = habits?.CertificateFor;
        server = new(name => name == ProxyName && shown is not null ? shown(authority, name) : Shown(name), handle);
    }

    /// <summary>The port, for <c>KUBERNETES_SERVICE_PORT</c>.</summary>
    public int Port => server.Port;

    /// <summary>The server names in TLS of all connections, in order.</summary>
    public ConcurrentQueue<string> ServerNames { get; } = [];

    public string AuthorityFile => Path.Combine(ServiceAccountDirectory, "ca.crt");

    /// <summary>What the cluster mounts into each pod: <c>ca.crt</c>.</summary>
    public string ServiceAccountDirectory => Path.Combine(directory.FullName, "serviceaccount");

    /// <summary>An <c>/etc/hosts</c> with the API server.</summary>
    public string HostsFile => Path.Combine(directory.FullName, "hosts");

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(ServiceAccountDirectory);
        await authority.WriteAsync(AuthorityFile, cancellationToken);
        await File.WriteAllTextAsync(HostsFile, $"127.0.0.1 localhost {Name}\n", cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => server.StartAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        authority.Dispose();
        directory.Delete(recursive: true);
    }

    private SslStreamCertificateContext Shown(string name)
    {
        ServerNames.Enqueue(name);
        return CertificateFor(name);
    }

    private SslStreamCertificateContext CertificateFor(string name) => name switch
    {
        Name => authority.CertificateFor(Name, ClusterName),
        ProxyName => authority.CertificateFor(ProxyName),
        _ => throw new AuthenticationException("The cluster has no server of that name."),
    };
}
