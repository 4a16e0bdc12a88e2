using System.Net.Sockets;
using System.Text;

namespace Provider.Tests.EndToEnd;

/// <summary>Whatever is sent to the socket, honest mounts go on over the driver's own connection.</summary>
/// <remarks>Only root can open the socket; this is what is left when root has a broken program.</remarks>
public sealed class SocketAttackTests
{
    private const string OneSecret = "array:\n  - |\n    objectName: one\n    objectType: secret\n";
    private const int AtOnce = 50;

    // Each connection may have 500 streams, and each stream takes up memory until its reset is seen.
    private const int AtOnceWithStreams = 4;

    // What is compiled while it runs, and the runtime's own files, take up half as much again.
    private static readonly long MostMemoryKib = (NativeBinary.IsTested ? 150 : 225) * 1024;

    private static readonly byte[] Preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static readonly byte[] Settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    private readonly CancellationToken limit = Patience.Limit;

    public static TheoryData<string> Attacks =>
        ["noise", "http/1", "preface and silence", "giant frame", "continuations without end", "pings",
            "streams that are reset", "a header that grows"];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_attack_on_many_connections_disturbs_no_mount(string attack)
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        var process = ((ProviderBinary)stage.Provider).Process;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit);
        var attackers = Enumerable.Range(0, attack == "streams that are reset" ? AtOnceWithStreams : AtOnce)
            .Select(number => AttackAsync(process.SocketPath, Bytes(attack, number), over.Token)).ToList();

        for (var mount = 0; mount < 20; mount++)
        {
            Assert.Equal("1", (await stage.MountAsync(OneSecret)).Files["one"].Text);
        }

        await over.CancelAsync();
        await Task.WhenAll(attackers);
        Assert.False(process.HasExited);
        Assert.InRange(process.MemoryKib("VmHWM"), 1, MostMemoryKib);
    }

    [Fact]
    public async Task A_thousand_connections_that_say_nothing_disturb_no_mount()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        var process = ((ProviderBinary)stage.Provider).Process;
        var sockets = new List<Socket>();
        try
        {
            for (var number = 0; number < 1000; number++)
            {
                sockets.Add(await ConnectAsync(process.SocketPath, limit));
            }

            Assert.Equal("1", (await stage.MountAsync(OneSecret)).Files["one"].Text);
            Assert.InRange(process.MemoryKib("VmHWM"), 1, MostMemoryKib);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }

        Assert.Equal("1", (await stage.MountAsync(OneSecret)).Files["one"].Text);
    }

    // Sends the bytes again and again, on a new connection whenever the provider has had enough.
    private static async Task AttackAsync(string path, byte[] bytes, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var socket = await ConnectAsync(path, over);
                await socket.SendAsync(bytes, over);
                var buffer = new byte[16 * 1024];
                while (await socket.ReceiveAsync(buffer, over) > 0)
                {
                    // Whatever the provider says, until it ends the connection.
                }
            }
            catch (Exception end) when (end is SocketException or OperationCanceledException)
            {
                // The provider has closed the connection, or the test is over.
            }
        }
    }

    private static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return socket;
            }
            catch (SocketException full) when (full.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain)
            {
                // The kernel's queue is full until the provider, on a busy machine, gets round to accepting.
                socket.Dispose();
                await Task.Yield();
            }
        }
    }

    private static byte[] Bytes(string attack, int seed)
    {
        byte[] Noise(int length)
        {
            var noise = new byte[length];
            new Random(seed).NextBytes(noise);
            return noise;
        }

        return attack switch
        {
            "noise" => Noise(64 * 1024),
            "http/1" => Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
            "preface and silence" => Preface,
            "giant frame" => [.. Preface, .. Settings, .. Frame(0, 0, 1, 0xFFFFFF, Noise(64 * 1024))],
            "continuations without end" =>
                [.. Preface, .. Settings, .. Frame(1, 0, 1, 16, Noise(16)),
                    .. Many(2000, _ => Frame(9, 0, 1, 64, Noise(64)))],
            "pings" => [.. Preface, .. Settings, .. Many(20_000, _ => Frame(6, 0, 0, 8, Noise(8)))],
            "streams that are reset" =>
                [.. Preface, .. Settings,
                    .. Many(5000, one =>
                        [.. Frame(1, 5, (2 * one) + 1, 1, [0x83]), .. Frame(3, 0, (2 * one) + 1, 4, [0, 0, 0, 8])])],
            _ => [.. Preface, .. Settings,
                .. Frame(1, 0, 1, 16_384, [0x40, 1, (byte)'a', 0x7F, 0x80, 0x80, 0x40, .. Noise(16_377)])],
        };
    }

    private static byte[] Many(int count, Func<int, byte[]> make) => [.. Enumerable.Range(0, count).SelectMany(make)];

    // A frame's header states a length, which its body need not have (RFC 9113, section 4.1).
    private static byte[] Frame(byte type, byte flags, int stream, int length, byte[] body) =>
    [
        (byte)(length >> 16), (byte)(length >> 8), (byte)length, type, flags,
        (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. body,
    ];
}
