using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.Http;

/// <summary>Reads the outcome of every attempt once, and makes its span.</summary>
// Paths and queries name objects and identities, so they are in no span.
internal sealed class AttemptPolicy : AsyncPolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var call = Call.Of(message);
        using var span = Spans.Call(message.Request.Method.Method, message.Request.Uri.Host ?? "");
        call.Sending();
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (MountException refused)
        {
            Spans.Failed(span, refused.Code.Name);
            throw;
        }
        catch (Exception error)
        {
            Spans.CallEnded(span, null, call.End(null, error).Code);
            throw;
        }

        Spans.CallEnded(span, message.Response.Status, call.End(message.Response, null).Code);
    }
}
