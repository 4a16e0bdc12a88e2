using Azure.Core;
using Azure.Core.Pipeline;

namespace Provider.Http;

/// <summary>A policy of the provider's own calls, which are all asynchronous.</summary>
internal abstract class AsyncPolicy : HttpPipelinePolicy
{
    public sealed override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");
}
