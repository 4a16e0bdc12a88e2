using System.Net;
using System.Net.Sockets;
using System.Text;
using Provider.Http;
using Provider.Http.Failures;
using Provider.Http.Proxies;

namespace Provider.Tests.Http.Proxies;

/// <summary>Calls through a real listener that is a bad proxy.</summary>
public sealed class ProxyFailureTests : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public ProxyFailureTests() => listener.Start();

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose() => listener.Dispose();

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required", 407, true)]
    [InlineData("HTTP/1.1 403 Forbidden", 403, true)]
    [InlineData("HTTP/1.1 503 Service Unavailable", 503, false)]
    public async Task A_refusal_names_the_proxy_and_its_status(string status, int expected, bool isFinal)
    {
        using var stopped = new CancellationTokenSource();
        var serving = ServeAsync($"{status}\r\nContent-Length: 0\r\n\r\n", stopped.Token);

        var error = await FailAsync($"http://127.0.0.1:{Port}");

        Assert.StartsWith(
            $"the proxy http://127.0.0.1:{Port} refused to connect ({expected})", error.Text, StringComparison.Ordinal);
        Assert.Equal((isFinal, true), (error.IsFinal, error.IsOfProxy));
        await stopped.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_proxy_that_does_not_listen_is_named()
    {
        var port = Port;
        listener.Stop();

        var error = await FailAsync($"http://user:hunter2@127.0.0.1:{port}");

        Assert.Equal($"could not connect to the proxy http://127.0.0.1:{port} (ConnectionRefused)", error.Text);
        Assert.Equal((false, true), (error.IsFinal, error.IsOfProxy));
    }

    [Fact]
    public async Task A_socks_proxy_that_refuses_is_named()
    {
        using var stopped = new CancellationTokenSource();
        var serving = ServeAsync("\u0005\u00ff", stopped.Token);

        var error = await FailAsync($"socks5://127.0.0.1:{Port}");

        Assert.Equal($"the proxy socks5://127.0.0.1:{Port} refused to connect", error.Text);
        await stopped.CancelAsync();
        await serving;
    }

    private static async Task<CallFailure> FailAsync(string address)
    {
        var proxy = EnvironmentProxy.Read(name => name == "HTTPS_PROXY" ? address : null);
        using var client = Transports.Client(new ProxyFailureHandler(Transports.CloudHandler(proxy), proxy));
        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => client.GetAsync(new Uri("https://demo.vault.azure.net/"), Patience.Limit));
        return CallFailure.Of(error);
    }

    private async Task ServeAsync(string response, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(cancellationToken);
                await client.GetStream()
                    .ReadAtLeastAsync(new byte[4096], 3, throwOnEndOfStream: false, cancellationToken);
                await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(response), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
