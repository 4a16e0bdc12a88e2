using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Provider.Http.Connections;
using Provider.Http.Failures;

namespace Provider.Tests.Http.Connections;

/// <summary>Connections by real sockets on loopback, where every address of 127.0.0.0/8 is one's own.</summary>
public sealed class AddressConnectorTests : IDisposable
{
    private static readonly IPAddress Living = IPAddress.Loopback;
    private static readonly IPAddress Silent = IPAddress.Parse("127.0.0.2");

    private readonly List<Socket> sockets = [];
    private readonly int port;

    public AddressConnectorTests()
    {
        var living = Listen(new IPEndPoint(Living, 0), backlog: 16);
        port = ((IPEndPoint)living.LocalEndPoint!).Port;
    }

    public void Dispose() => sockets.ForEach(socket => socket.Dispose());

    [Theory]
    [InlineData("127.0.0.2", "127.0.0.1")]
    [InlineData("127.0.0.3", "127.0.0.1")]
    [InlineData("127.0.0.2", "127.0.0.3", "127.0.0.2", "127.0.0.1")]
    [InlineData("::1", "127.0.0.1")]
    public async Task A_dead_address_does_not_hide_a_living_one(params string[] addresses)
    {
        await MakeSilentAsync(new IPEndPoint(Silent, port));
        if (Socket.OSSupportsIPv6)
        {
            await MakeSilentAsync(new IPEndPoint(IPAddress.IPv6Loopback, port));
        }

        using var socket = await ConnectAsync(addresses);

        Assert.Equal(new IPEndPoint(Living, port), socket.RemoteEndPoint);
    }

    [Fact]
    public async Task The_error_names_the_addresses_that_were_tried()
    {
        var error =
            await Assert.ThrowsAsync<AddressesUnreachableException>(() => ConnectAsync("127.0.0.3", "127.0.0.4"));

        Assert.Equal($"127.0.0.3:{port} ConnectionRefused, 127.0.0.4:{port} ConnectionRefused", error.Attempts);
        Assert.Contains(
            "127.0.0.4", CallFailure.Of(new HttpRequestException("", error)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_family_is_tried_however_many_addresses_the_first_one_has()
    {
        using var socket = await ConnectAsync([.. Enumerable.Repeat("::1", 20), "127.0.0.1"]);

        Assert.Equal(new IPEndPoint(Living, port), socket.RemoteEndPoint);
    }

    [Fact]
    public async Task Sixteen_addresses_are_tried_at_most()
    {
        var error = await Assert.ThrowsAsync<AddressesUnreachableException>(
            () => ConnectAsync([.. Enumerable.Repeat("127.0.0.3", 16), "127.0.0.1"]));

        Assert.Equal(16, error.Attempts.Split(", ").Length);
    }

    [Fact]
    public async Task The_next_attempt_begins_at_once_when_one_has_failed()
    {
        // Its clock stands still.
        using var socket = await ConnectAsync(new FakeTimeProvider(), ["127.0.0.3", "127.0.0.1"], Patience.Limit)
            .WaitAsync(Patience.Limit);

        Assert.Equal(new IPEndPoint(Living, port), socket.RemoteEndPoint);
    }

    [Fact]
    public async Task All_attempts_together_end_after_ten_seconds()
    {
        await MakeSilentAsync(new IPEndPoint(Silent, port));
        var time = new FakeTimeProvider();
        // An address needs no look-up: its attempt has begun.
        var connecting = new AddressConnector(new NameLookups(_ => []), time).ConnectAsync(
            new DnsEndPoint("127.0.0.2", port), new Callers(), Patience.Limit);

        time.Advance(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<AddressesUnreachableException>(() => connecting);
    }

    [Fact]
    public async Task A_wait_for_a_connection_ends_with_its_caller()
    {
        await MakeSilentAsync(new IPEndPoint(Silent, port));
        using var gone = new CancellationTokenSource();
        var waiting = ConnectAsync(gone.Token, "127.0.0.2");

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task A_connection_that_is_made_as_its_caller_goes_is_closed()
    {
        using var gone = new CancellationTokenSource();
        var lookups = new NameLookups(_ => [Living, Living]);
        var connector = new AddressConnector(lookups, new EndOfDelay(gone.Cancel));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connector.ConnectAsync(
            new DnsEndPoint("host.test", port), new Callers(), gone.Token));

        using var accepted = await sockets[0].AcceptAsync(Patience.Limit);
        Assert.Equal(0, await accepted.ReceiveAsync(new byte[1], Patience.Limit));
    }

    [Fact]
    public void The_families_take_turns_beginning_with_the_resolvers_first_choice()
    {
        IPAddress[] resolved = [.. new[] { "::1", "::2", "::3", "10.0.0.1", "10.0.0.2" }.Select(IPAddress.Parse)];

        Assert.Equal(
            ["::1", "10.0.0.1", "::2", "10.0.0.2", "::3"], AddressConnector.Alternate(resolved)
                .Select(address => address.ToString()));
    }

    // Acts when the delay of the next attempt is given up, which is when the first one has succeeded.
    private sealed class EndOfDelay(Action act) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            dueTime < TimeSpan.FromSeconds(1) ? new Timer(act) : System.CreateTimer(callback, state, dueTime, period);

        private sealed class Timer(Action act) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => act();

            public ValueTask DisposeAsync()
            {
                act();
                return ValueTask.CompletedTask;
            }
        }
    }

    private Task<Socket> ConnectAsync(params string[] addresses) => ConnectAsync(Patience.Limit, addresses);

    private Task<Socket> ConnectAsync(CancellationToken limit, params string[] addresses) =>
        ConnectAsync(TimeProvider.System, addresses, limit);

    private Task<Socket> ConnectAsync(TimeProvider time, string[] addresses, CancellationToken limit)
    {
        var lookups = new NameLookups(_ => [.. addresses.Select(IPAddress.Parse)]);
        return new AddressConnector(lookups, time).ConnectAsync(
            new DnsEndPoint("host.test", port), new Callers(), limit);
    }

    private Socket Listen(IPEndPoint address, int backlog)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        sockets.Add(socket);
        socket.Bind(address);
        socket.Listen(backlog);
        return socket;
    }

    // The kernel ignores connections to a listener whose queue is full, as a firewall does.
    private async Task MakeSilentAsync(IPEndPoint address)
    {
        Listen(address, backlog: 0);
        while (true)
        {
            var filler = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(filler);
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            try
            {
                await filler.ConnectAsync(address, limit.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
