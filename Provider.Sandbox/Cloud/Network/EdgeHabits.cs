using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>Behavior of vaults and Entra on connections that clients must support.</summary>
internal sealed record EdgeHabits
{
    private const int RefusedStream = 7; // RFC 9113, section 7

    public static ImmutableDictionary<string, Func<EdgeHabits>> ByName { get; } =
        ImmutableDictionary<string, Func<EdgeHabits>>.Empty
            .Add("one stream at a time", () => new() { Limit = limits => limits.Http2.MaxStreamsPerConnection = 1 })
            .Add("GOAWAY after every tenth response", () => new() { After = Every(10, Leave) })
            .Add("every third stream refused", () => new()
            {
                Before = Every(
                    3, context => context.Features.GetRequiredFeature<IHttpResetFeature>().Reset(RefusedStream)),
            })
            .Add("every tenth connection cut", () => new() { Before = Every(10, context => context.Abort()) })
            .Add("Connection: close", () => new()
            {
                Protocols = HttpProtocols.Http1,
                Before = context =>
                {
                    context.Response.Headers.Connection = "close";
                    return false;
                },
            })
            .Add("keep-alive of 1 ms", () => new()
            {
                Protocols = HttpProtocols.Http1,
                Limit = limits => limits.KeepAliveTimeout = TimeSpan.FromMilliseconds(1),
            })
            .Add("HTTP/1.1 alone", () => new() { Protocols = HttpProtocols.Http1 })
            .Add("TLS 1.2 alone", () => new() { Tls = SslProtocols.Tls12 });

    public HttpProtocols Protocols { get; init; } = HttpProtocols.Http1AndHttp2;

    /// <summary>The supported versions of TLS; None for the machine's default.</summary>
    public SslProtocols Tls { get; init; } = SslProtocols.None;

    /// <summary>The certificate for a host, instead of the one that the cloud's own authority issues to it.</summary>
    public Func<CertificateAuthority, string, SslStreamCertificateContext>? CertificateFor { get; init; }

    public Action<KestrelServerLimits> Limit { get; init; } = _ => { };

    /// <summary>Called for a request; returns true if it is not served.</summary>
    public Func<HttpContext, bool> Before { get; init; } = _ => false;

    /// <summary>Called after a request.</summary>
    public Func<HttpContext, bool> After { get; init; } = _ => false;

    public async Task ServeAsync(HttpContext context, RequestDelegate serve)
    {
        if (!Before(context))
        {
            await serve(context);
            After(context);
        }
    }

    private static Func<HttpContext, bool> Every(int number, Action<HttpContext> act)
    {
        var count = 0;
        return context =>
        {
            var isMeant = Interlocked.Increment(ref count) % number == 0;
            if (isMeant)
            {
                act(context);
            }

            return isMeant;
        };
    }

    private static void Leave(HttpContext context) =>
        context.Features.GetRequiredFeature<IConnectionLifetimeNotificationFeature>().RequestClose();
}
