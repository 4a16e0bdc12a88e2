using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Workload;

namespace Provider.Sandbox.Attacks;

/// <summary>Attacks on the node's resources: name servers, connections, descriptors, the log.</summary>
internal static class NodeAttacks
{
    private const int Names = 60;
    private const int Vaults = 1_000;
    private const int Descriptors = 256;
    private const string NameServer = "127.0.53.53";

    public static ImmutableArray<Attack> All { get; } =
    [
        new($"a silent name server, {Names} mounts of as many vaults", SilentNamesAsync)
        {
            Prepare = cloud => Assign(cloud, Names),
            Start = Unresolved,
        },
        new($"{Vaults} vaults of one namespace", VaultsAsync)
        {
            Prepare = cloud =>
            {
                Assign(cloud, 1);
                for (var vault = 0; vault < Vaults; vault++)
                {
                    cloud.Vaults[$"vault{vault}"].SetSecret("one", "1");
                }
            },
        },
        new("a pipe for the log that is not read, 60 mounts at -v=10", Fail)
        {
            Arguments = ["-v=10"],
            Start = (program, directory) =>
                $"mkfifo {directory.FullName}/log\nexec 3<> {directory.FullName}/log\nexec {program} \"$@\" 2>&3",
        },
        new("a full disk for the log (/dev/full), 60 mounts", Fail)
        {
            Start = (program, _) => $"exec {program} \"$@\" 2> /dev/full",
        },
        new($"316 idle connections to the ports, {Descriptors} descriptors", stage => ConnectAsync(stage, 316))
        {
            Start = (program, _) => $"ulimit -n {Descriptors}\nexec {program} \"$@\"",
            HasNewDriver = true,
        },
        new("9,000 idle connections to the ports", stage => ConnectAsync(stage, 9_000)) { HasNewDriver = true },
    ];

    private static void Assign(SandboxCloud cloud, int pods) => Enumerable.Range(0, pods).ToList().ForEach(
        pod => cloud.NmiService.Assigned[$"{AttackStage.Attacker}/pod-{pod}"] = "attacker");

    // The names are called without the sandbox's proxy, so the provider resolves them itself.
    private static string Unresolved(string program, DirectoryInfo directory)
    {
        var resolver = Path.Combine(directory.FullName, "resolv.conf");
        File.WriteAllText(resolver, $"nameserver {NameServer}\n");
        var direct = string.Join(',', Enumerable.Range(0, Names).Select(number => $"silent{number}.vault.azure.net"));
        return $"export NO_PROXY={direct}\nexec unshare --mount -- sh -c "
            + $"'mount --bind {resolver} /etc/resolv.conf && exec \"$@\"' sh {program} \"$@\"";
    }

    private static Task SilentNamesAsync(AttackStage stage)
    {
        var silent = new UdpClient(new IPEndPoint(IPAddress.Parse(NameServer), 53));
        stage.Over.Register(silent.Dispose);
        stage.Mount(
            Names, number => stage.Request(
                AttackStage.Attacker, $"pod-{number}", $"silent{number}", PodIdentityRequests.Secrets(["one"])));
        return Task.CompletedTask;
    }

    private static async Task VaultsAsync(AttackStage stage)
    {
        for (var first = 0; first < Vaults && !stage.Provider.HasExited; first += 50)
        {
            await Task.WhenAll(Enumerable.Range(first, 50).Select(vault => stage.MountAsync(stage.Request(
                AttackStage.Attacker, "pod-0", $"vault{vault}", PodIdentityRequests.Secrets(["one"])))));
        }
    }

    // Each mount fails and is logged.
    private static Task Fail(AttackStage stage)
    {
        stage.Mount(60, number => stage.Request(AttackStage.Attacker, $"pod-{number}", "demo", "array: []"));
        return Task.CompletedTask;
    }

    private static async Task ConnectAsync(AttackStage stage, int count)
    {
        var sockets = new List<Socket>();
        stage.Over.Register(() => sockets.ForEach(socket => socket.Dispose()));
        for (var number = 0; number < count; number++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                await socket.ConnectAsync(
                    IPAddress.Loopback,
                    number % 2 == 0 ? stage.Provider.HealthzPort : stage.Provider.MetricsPort, limit.Token);
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                // Not accepted: the attack has as many connections as it can get.
                return;
            }
        }
    }
}
