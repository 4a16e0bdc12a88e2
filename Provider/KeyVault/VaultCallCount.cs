using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Counts every attempt of a call, by the type of object and the response's status.</summary>
internal sealed class VaultCallCount(VaultMetrics metrics) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var hasResponse = false;
        try
        {
            await ProcessNextAsync(message, pipeline);
            hasResponse = message.HasResponse;
        }
        finally
        {
            // A message that is sent again still holds the response of its last attempt.
            metrics.Called(
                ((VaultEndpoint)Call.Of(message).Endpoint).Type,
                hasResponse ? message.Response.Status : null);
        }
    }
}
