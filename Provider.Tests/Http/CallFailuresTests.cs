using System.Net.Sockets;
using Provider.Http;

namespace Provider.Tests.Http;

public sealed class CallFailuresTests
{
    // HttpClient lets it out bare when the far side resets a connection in the moment in which it is made.
    [Fact]
    public void A_bare_error_of_the_socket_is_the_networks()
    {
        var error = new SocketException((int)SocketError.NotConnected);

        Assert.Equal(CallFailure.Unreachable, CallFailures.Of(error));
        Assert.True(RetryRules.IsBrokenConnection(error));
        Assert.Equal("NotConnected", CallFailures.Cause(error));
    }
}
