using System.Net.Sockets;
using Provider.Hosting;

namespace Provider.Tests.Hosting;

public sealed class PeerCheckTests
{
    [Theory]
    [InlineData(0, 1000, true)]
    [InlineData(1000, 1000, true)]
    [InlineData(1001, 1000, false)]
    [InlineData(65534, 0, false)]
    public void Only_root_and_the_daemons_own_user_are_allowed(uint user, uint own, bool isAllowed) =>
        Assert.Equal(isAllowed, PeerCheck.IsAllowed(user, own));

    [Fact]
    public async Task The_kernel_shows_who_connected()
    {
        var path = Path.Combine(Path.GetTempPath(), $"peer-{Guid.NewGuid():N}.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken);

        // The real uid's line of /proc: "Uid: real effective saved filesystem".
        var own = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("Uid:", StringComparison.Ordinal))
            .Split('\t')[2];

        Assert.Equal(own, PeerCheck.UserOf(accepted)?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
