using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Provider.Protocol;

namespace Provider.Hosting;

/// <summary>Answers kubelet's probe by calling our own socket as the driver does: it is healthy when the driver would be served.</summary>
internal sealed class HealthzEndpoint : IDisposable
{
    private readonly GrpcChannel channel;
    private readonly TimeSpan timeout;

    /// <summary>An endpoint over one socket.</summary>
    /// <param name="socketPath">The socket's path.</param>
    /// <param name="timeout">How long it may take to answer.</param>
    public HealthzEndpoint(string socketPath, TimeSpan timeout)
    {
        this.timeout = timeout;
        channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = (_, cancellationToken) => ConnectAsync(socketPath, cancellationToken),
            },
            DisposeHttpClient = true,
        });
    }

    /// <summary>Writes 200 <c>ok</c>, or 503 with the reason.</summary>
    /// <param name="context">The probe's request.</param>
    public async Task AnswerAsync(HttpContext context)
    {
        var problem = await ProbeAsync(context.RequestAborted);
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(problem ?? "ok", context.RequestAborted);
    }

    /// <inheritdoc/>
    public void Dispose() => channel.Dispose();

    private async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(timeout);
            var client = new CSIDriverProvider.CSIDriverProviderClient(channel);
            await client.VersionAsync(new VersionRequest { Version = "v1alpha1" }, cancellationToken: limit.Token);
            return null;
        }
        catch (RpcException error)
        {
            return $"the provider's socket did not answer Version: {error.StatusCode} {error.Status.Detail}";
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
