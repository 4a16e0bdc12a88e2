using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Counts every try of a call, by the type of object and the answer's status.</summary>
/// <param name="type">The type.</param>
/// <param name="metrics">Where it is counted.</param>
internal sealed class VaultCallCount(ObjectType type, VaultMetrics metrics) : HttpPipelinePolicy
{
    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var isAnswered = false;
        try
        {
            await ProcessNextAsync(message, pipeline);
            isAnswered = message.HasResponse;
        }
        finally
        {
            // A message that is tried again still holds the answer of its last try.
            metrics.Called(type, isAnswered ? message.Response.Status : null);
        }
    }
}
