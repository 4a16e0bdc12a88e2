using Provider.Http.Failures;

namespace Provider.Http.Connections;

/// <summary>Reads every response to its end, and refuses one that is larger than the provider can use.</summary>
// Azure's pipeline would do so with a buffer of 128 KiB for each call, and with no limit to the time of a body.
internal sealed class BoundedBodyHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Bytes. A secret has at most 25 KB (Key Vault's limits), six times that when JSON escapes all.</summary>
    public const int MaxBytes = 256 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            return response;
        }
        catch (HttpRequestException error)
            when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            using (response)
            {
                throw new ResponseTooLargeException(response.Content.Headers.ContentLength, MaxBytes);
            }
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
