using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;

namespace Provider.KeyVault;

/// <summary>
/// Sends the mount's token with every request, and hides the challenge of a 401 from Azure's client libraries.
/// </summary>
/// <remarks>
/// The libraries' own policy would cache a challenge by vault for the life of the process, without a bound, and refuse
/// a vault that moves to another tenant until a restart. It runs around this one, and <see cref="AttemptPolicy"/>,
/// which reads the challenge, runs within.
/// </remarks>
internal sealed class VaultTokenPolicy : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var caller = ((VaultEndpoint)Call.Of(message).Endpoint).Caller;
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, $"Bearer {caller.Credential.Text.Reveal()}");
        await ProcessNextAsync(message, pipeline);
        if (message.Response.Status == (int)HttpStatusCode.Unauthorized)
        {
            message.Response = new UnchallengedResponse(message.Response);
        }
    }
}
