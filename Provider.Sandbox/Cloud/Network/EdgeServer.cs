using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>
/// The cloud's HTTPS side: one port for every host name, each with the certificate that its name asks for.
/// </summary>
internal sealed class EdgeServer : IAsyncDisposable
{
    private readonly LoopbackServer server;

    public EdgeServer(
        Func<string, SslStreamCertificateContext> certificateFor, RequestDelegate handle,
        HttpProtocols protocols = HttpProtocols.Http1AndHttp2) =>
        server = new(handle, listen => UseTls(listen, certificateFor, protocols));

    public int Port => server.Port;

    public Task StartAsync(CancellationToken cancellationToken) => server.StartListeningAsync(cancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static void UseTls(
        ListenOptions listen, Func<string, SslStreamCertificateContext> certificateFor, HttpProtocols protocols)
    {
        listen.Protocols = protocols;
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = handshake => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificateFor(handshake.ClientHelloInfo.ServerName),
            }),
        });
    }
}
