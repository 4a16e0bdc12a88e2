using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Model;

namespace Provider.Http;

/// <summary>Sends requests to endpoints that have no client library.</summary>
internal sealed class CallPipeline(HttpPipeline pipeline)
{
    /// <summary>Asks until the endpoint reads a success, a final failure, or no time is left.</summary>
    /// <exception cref="MountException">The call failed, with the endpoint's code.</exception>
    public async Task<Outcome.Success> SendAsync(
        RemoteEndpoint endpoint, Action<Request> prepare, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        endpoint.Attach(message);
        prepare(message.Request);
        await pipeline.SendAsync(message, cancellationToken);
        return (Outcome.Success)Call.Of(message).Outcome!;
    }
}
