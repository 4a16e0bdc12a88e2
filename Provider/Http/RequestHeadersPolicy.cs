using Azure.Core;
using Azure.Core.Pipeline;

namespace Provider.Http;

/// <summary>Names the provider, and the operator's own addition, in every request.</summary>
internal sealed class RequestHeadersPolicy(string userAgent) : HttpPipelineSynchronousPolicy
{
    /// <inheritdoc/>
    public override void OnSendingRequest(HttpMessage message)
    {
        message.Request.Headers.SetValue("User-Agent", userAgent);
        // Azure's pipeline writes these even with its own tracing off; no remote party gets our trace ids.
        message.Request.Headers.Remove("traceparent");
        message.Request.Headers.Remove("tracestate");
    }
}
