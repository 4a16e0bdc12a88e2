using System.Net.Security;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>The cloud's HTTPS side: one port for all host names, each with its own certificate.</summary>
internal sealed class EdgeServer : IAsyncDisposable
{
    private readonly LoopbackServer server;

    public EdgeServer(
        Func<string, SslStreamCertificateContext> certificateFor, RequestDelegate handle, EdgeHabits? habits = null)
    {
        habits ??= new EdgeHabits();
        server = new(context => habits.ServeAsync(context, handle), listen => UseTls(listen, certificateFor, habits));
    }

    public int Port => server.Port;

    public Task StartAsync(CancellationToken cancellationToken) => server.StartListeningAsync(cancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static void UseTls(
        ListenOptions listen, Func<string, SslStreamCertificateContext> certificateFor, EdgeHabits habits)
    {
        listen.Protocols = habits.Protocols;
        habits.Limit(listen.KestrelServerOptions.Limits);
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = handshake => ValueTask.FromResult(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificateFor(handshake.ClientHelloInfo.ServerName),
                EnabledSslProtocols = habits.Tls,
            }),
        });
    }
}
