using System.Net;

namespace Provider.Http;

/// <summary>Requests HTTP/2, so that a mount's calls share one connection; falls back to HTTP/1.1.</summary>
// A TLS connection costs a handshake and about a quarter of a megabyte: with HTTP/1.1 each call under way needs its
// own.
internal sealed class SharedConnectionHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        return base.SendAsync(request, cancellationToken);
    }
}
