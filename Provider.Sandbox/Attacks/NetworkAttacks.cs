using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Provider.Sandbox.Certificates;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Attacks;

/// <summary>Attacks by the network, and by the owner of a name.</summary>
internal static class NetworkAttacks
{
    private const int Mounts = 20;
    private const string Own = "own";

    public static ImmutableArray<Attack> All { get; } = [DeadAddress(), HostilePeer()];

    // Each call opens a connection, by a name whose first address is dead once the attack has begun.
    private static Attack DeadAddress() => new("a dead IPv6 address beside a living IPv4 one", async stage =>
    {
        var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        stage.Over.Register(listener.Dispose);
        var address = new IPEndPoint(IPAddress.IPv6Loopback, stage.Cloud.Proxy.Port);
        listener.Bind(address);
        listener.Listen(0);
        while (await IsAcceptedAsync(stage, address))
        {
            // The kernel ignores connections once the queue of the listener is full, as a firewall does.
        }
    })
    {
        Habits = EdgeHabits.ByName["Connection: close"](),
        Start = (program, directory) =>
        {
            var hosts = Path.Combine(directory.FullName, "hosts");
            File.WriteAllText(hosts, "127.0.0.1 localhost\n::1 dual.test\n127.0.0.1 dual.test\n");
            return "export HTTPS_PROXY=$(echo \"$HTTPS_PROXY\" | sed s/127.0.0.1/dual.test/)\n"
                + "exec unshare --mount -- sh -c "
                + $"'mount --bind {hosts} /etc/hosts && exec \"$@\"' sh {program} \"$@\"";
        },
    };

    private static async Task<bool> IsAcceptedAsync(AttackStage stage, IPEndPoint address)
    {
        var filler = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        stage.Over.Register(filler.Dispose);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        try
        {
            await filler.ConnectAsync(address, limit.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    // A server whose certificate names addresses of the attacker's choice.
    private static Attack HostilePeer()
    {
        var named = new Lazy<TcpListener>(() => new TcpListener(IPAddress.Loopback, 0));
        var certificate = new Lazy<SslStreamCertificateContext>(() => Certificate(named.Value));
        var called = 0;
        return new("a TLS server whose certificate names addresses to call", stage =>
        {
            stage.Over.Register(named.Value.Dispose);
            _ = CountAsync(named.Value, () => Interlocked.Increment(ref called), stage.Over);
            stage.Mount(
                Mounts, number => stage.Request(
                    AttackStage.Attacker, $"pod-{number}", Own, PodIdentityRequests.Secrets(["one"])));
            return Task.CompletedTask;
        })
        {
            Habits = new EdgeHabits
            {
                CertificateFor = (authority, host) => host.StartsWith(Own, StringComparison.Ordinal)
                    ? certificate.Value
                    : authority.CertificateFor(host),
            },
            Prepare = cloud =>
            {
                named.Value.Start();
                cloud.Vaults[Own].SetSecret("one", "1");
                for (var pod = 0; pod < Mounts; pod++)
                {
                    cloud.NmiService.Assigned[$"{AttackStage.Attacker}/pod-{pod}"] = "attacker";
                }
            },
            Remark = _ => string.Create(CultureInfo.InvariantCulture, $"; the addresses were called {called} times"),
        };
    }

    private static async Task CountAsync(TcpListener named, Action count, CancellationToken over)
    {
        try
        {
            while (true)
            {
                using var caller = await named.AcceptTcpClientAsync(over);
                count();
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The attack is over.
        }
    }

    private static SslStreamCertificateContext Certificate(TcpListener named)
    {
        var address = $"http://{named.LocalEndpoint}";
        using var issuerKey = CertificateFactory.NewKey();
        using var key = CertificateFactory.NewKey();
        using var signed = CertificateFactory.Issue(
            new($"{Own}.vault.azure.net", key), new("issuer", issuerKey), CertificateFactory.Start,
            CertificateFactory.End, CertificateFactory.NamesOf($"{Own}.vault.azure.net"),
            new X509AuthorityInformationAccessExtension([address + "/ocsp"], [address + "/issuer"]),
            CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([address + "/crl"]));
        using var withKey = CertificateFactory.WithKey(signed, key);
        return SslStreamCertificateContext.Create(
            X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null), null, offline: true);
    }
}
