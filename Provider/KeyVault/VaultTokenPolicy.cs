using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;

namespace Provider.KeyVault;

/// <summary>Sends the mount's token with every request, and ends an attempt at a 401.</summary>
// Azure's libraries must not see the challenge: their own policy, which runs around this one, would cache it by vault
// for the life of the process, without a bound, and refuse a vault that moves to another tenant until a restart.
// AttemptPolicy, which reads the challenge, runs within.
internal sealed class VaultTokenPolicy : AsyncPolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var call = Call.Of(message);
        var endpoint = (VaultEndpoint)call.Endpoint;
        var token = endpoint.Caller.Credential.Text;
        message.Request.Headers.SetValue(HttpHeader.Names.Authorization, $"Bearer {token.Reveal()}");
        await ProcessNextAsync(message, pipeline);
        if (call.Outcome is Outcome.Success)
        {
            endpoint.Progress?.Accepted();
        }

        if (message.Response.Status == 401)
        {
            throw new AttemptEndedException();
        }
    }
}
