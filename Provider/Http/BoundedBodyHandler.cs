namespace Provider.Http;

/// <summary>Refuses answers larger than any that the provider can use, before they fill the memory.</summary>
/// <param name="inner">The handler that makes the calls.</param>
internal sealed class BoundedBodyHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>The largest body that is read: what the driver takes as a whole volume.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var bounded = new StreamContent(
            new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken), MaxBytes));
        foreach (var (name, values) in response.Content.Headers.NonValidated)
        {
            bounded.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = bounded;
        return response;
    }
}
