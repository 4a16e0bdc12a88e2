using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Provider.Http;
using Provider.Http.Connections;
using Provider.Http.Failures;
using Provider.Identity.Entra;
using Provider.Identity.Responses;
using Provider.Model;
using Provider.Sharing;

namespace Provider.Identity.TokenProxy;

/// <summary>Requests tokens of Entra through the cluster's token proxy (AKS identity binding).</summary>
// Nothing happens before the first request. The parameters of a connection are determined then, cached on success, and
// retried by the next mount otherwise.
internal sealed class TokenProxyClient : IDisposable
{
    /// <summary>The timeout for the API server's certificate.</summary>
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(10);

    private readonly TokenProxySettings settings;
    private readonly ClusterConnection connection;
    private readonly TimeProvider time;
    private readonly HttpClient client;
    private readonly EntraClient entra;
    private readonly SharedCalls<Uri, string> looks;

    // Set once it is known; concurrent mounts set the same value.
    private volatile string? serverName;

    public TokenProxyClient(TokenProxySettings settings, Func<HttpPipelineTransport, CallSettings> calls,
        AddressConnector connector, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        serverName = settings.ServerName;
        looks = new SharedCalls<Uri, string>(time);
        connection = new ClusterConnection(new ClusterAuthorities(settings.AuthorityFile), connector);
        client = Transports.Client(new TokenProxyHandler(settings.Url, ConnectAsync));
        entra = new EntraClient(calls(new HttpClientTransport(client)));
    }

    /// <summary>Retries until there is a token, a final refusal, or no time left.</summary>
    /// <exception cref="MountException">No token could be obtained.</exception>
    public async Task<IssuedToken> GetTokenAsync(MountPlan plan, CancellationToken cancellationToken)
    {
        serverName ??= (await looks.RunAsync(
            [settings.ApiServer], call => LookAsync(call.Abandoned), CallDeadline.Remaining, cancellationToken)).Result;
        return await entra.GetTokenAsync(plan, cancellationToken);
    }

    public void Dispose() => client.Dispose();

    private static MountException Unreachable(string what, Exception? error = null) =>
        new(ErrorCodes.TokenProxyUnreachable, what, error);

    private static DnsEndPoint Address(Uri url) => new(url.IdnHost, url.Port);

    private async ValueTask<Stream> ConnectAsync(Callers callers, CancellationToken cancellationToken) =>
        await connection.OpenAsync(Address(settings.Url), serverName!, callers, cancellationToken);

    private async Task<string> LookAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LookLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var server = Address(settings.ApiServer);
        var callers = new Callers();
        callers.Add(CallOwner.Namespace);
        try
        {
            await using var opened = await connection.OpenAsync(server, server.Host, callers, either.Token);
            using var certificate = new X509Certificate2(opened.RemoteCertificate!);
            return ProxyServerName.From(certificate)
                ?? throw Unreachable(
                    $"the certificate of the API server at {server.Host} has no name of an AKS cluster, so the token "
                    + "proxy's name is not known");
        }
        catch (Exception error) when (error is IOException or HttpRequestException or AuthenticationException
            or OperationCanceledException or SocketException)
        {
            var failure = CallFailure.Of(error);
            throw Unreachable($"could not connect to the API server at {server.Host}: {failure.Text}", error);
        }
    }
}

/// <summary>The address of the cluster's token proxy, and its TLS server name.</summary>
internal sealed record TokenProxySettings(Uri Url, string? ServerName, Uri ApiServer, string AuthorityFile);
