using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Provider.Tests.Identity;

/// <summary>What a server was asked, and under which name in TLS.</summary>
internal sealed record ServedCall(string Method, string Path, string Host, string ServerName, string Body);

/// <summary>A TLS server on loopback that responds to every request with a token, or with a status.</summary>
internal sealed class ClusterServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly X509Certificate2 certificate;

    private ClusterServer(X509Certificate2 certificate)
    {
        this.certificate = certificate;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
            https.ServerCertificateSelector = (_, name) =>
            {
                ServerNames.Enqueue(name ?? "");
                return certificate;
            })));
        app = builder.Build();
        app.Run(RespondAsync);
    }

    public ConcurrentQueue<string> ServerNames { get; } = [];

    public ConcurrentQueue<ServedCall> Calls { get; } = [];

    public int Status { get; set; } = 200;

    public int Port =>
        new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Single()).Port;

    public static async Task<ClusterServer> StartAsync(X509Certificate2 certificate)
    {
        var server = new ClusterServer(certificate);
        await server.app.StartAsync(Patience.Limit);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        certificate.Dispose();
    }

    private async Task RespondAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        Calls.Enqueue(new ServedCall(
            context.Request.Method, context.Request.Path, context.Request.Host.Value!, ServerNames.Last(),
            await body.ReadToEndAsync(context.RequestAborted)));
        context.Response.StatusCode = Status;
        context.Response.Headers.Location = "/elsewhere";
        await context.Response.WriteAsync(
            Status == 200 ? """{"access_token":"t","expires_in":3600}""" : "canary", context.RequestAborted);
    }
}
