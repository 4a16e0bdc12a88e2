using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Provider.Sandbox.Cloud;

/// <summary>A real HTTP server on loopback that records each call, applies its fault if there is one, and then answers it.</summary>
internal sealed class StandInServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CancellationTokenSource stopped = new();
    private readonly Func<string, (string Service, RequestDelegate Answer)> services;
    private readonly CallLog log;
    private readonly FaultRules faults;
    private readonly TimeProvider time;

    private StandInServer(
        Func<string, (string Service, RequestDelegate Answer)> services, int port, Func<string?, X509Certificate2>? certificates,
        CallLog log, FaultRules faults, TimeProvider time)
    {
        (this.services, this.log, this.faults, this.time) = (services, log, faults, time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = null;
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = certificates is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (certificates is not null)
                {
                    listen.UseHttps(https => https.ServerCertificateSelector = (_, name) => certificates(name));
                }
            });
        });
        if (certificates is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        app = builder.Build();
        app.Run(ServeAsync);
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>Starts a server on a loopback port.</summary>
    /// <param name="services">For a host name, the service's name and what answers.</param>
    /// <param name="log">Takes each call.</param>
    /// <param name="faults">Says which go wrong.</param>
    /// <param name="time">The clock of the delays.</param>
    /// <param name="certificates">For a server name, its certificate; none for plain HTTP.</param>
    /// <param name="port">The port; 0 lets the system choose.</param>
    public static async Task<StandInServer> StartAsync(
        Func<string, (string Service, RequestDelegate Answer)> services, CallLog log, FaultRules faults, TimeProvider time,
        Func<string?, X509Certificate2>? certificates = null, int port = 0)
    {
        var server = new StandInServer(services, port, certificates, log, faults, time);
        await server.app.StartAsync();
        server.Port = new Uri(server.app.Urls.First()).Port;
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopped.CancelAsync();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await app.StopAsync(atOnce.Token);
        await app.DisposeAsync();
        stopped.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var (service, answer) = services(context.Request.Host.Host);
        var call = await RecordAsync(context, service);
        if (await faults.Next(call).ApplyAsync(context, time, stopped.Token))
        {
            await answer(context);
        }

        log.Add(call with { Status = context.RequestAborted.IsCancellationRequested ? 0 : context.Response.StatusCode });
    }

    private static async Task<RecordedCall> RecordAsync(HttpContext context, string service)
    {
        var request = context.Request;
        var form = request.HasFormContentType ? await request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        return new RecordedCall(
            service,
            request.Host.Host,
            request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0],
            request.Query.ToImmutableDictionary(field => field.Key, field => field.Value.ToString()),
            request.QueryString.Value ?? "",
            request.Headers.ToImmutableDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            form.ToImmutableDictionary(field => field.Key, field => field.Value.ToString()),
            Status: 0);
    }
}
