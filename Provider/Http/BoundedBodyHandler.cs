using Provider.Http.Connections;

namespace Provider.Http;

/// <summary>Refuses responses larger than any that the provider can use, before they fill the memory.</summary>
internal sealed class BoundedBodyHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>
    /// The largest body that is read. A secret's value has at most 25 KB (Key Vault's limits), six times that when JSON
    /// escapes every character; a token and a page of 25 versions are smaller. Many responses are read at once.
    /// </summary>
    public const int MaxBytes = 256 * 1024;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var inFlight = RequestInFlight.Of(request);
        if (response.Content.Headers.ContentLength is { } size && size > MaxBytes)
        {
            response.Dispose();
            inFlight?.Dispose();
            throw new ResponseTooLargeException(size, MaxBytes);
        }

        var bounded = new StreamContent(
            new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), MaxBytes, inFlight));
        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            bounded.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = bounded;
        return response;
    }
}
