using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Telemetry;

namespace Provider.Http;

/// <summary>A span for every try of a call: method, host and status, since paths and queries name objects and identities.</summary>
internal sealed class CallSpanPolicy : HttpPipelinePolicy
{
    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        // Azure's pipeline writes them even with its own tracing off; nobody outside is told of our traces.
        message.Request.Headers.Remove("traceparent");
        message.Request.Headers.Remove("tracestate");
        using var span = Spans.Call(message.Request.Method.Method, message.Request.Uri.Host ?? "");
        try
        {
            await ProcessNextAsync(message, pipeline);
            Spans.Answered(span, message.Response.Status);
        }
        catch (Exception error)
        {
            Spans.Failed(span, error.GetType().Name);
            throw;
        }
    }
}
