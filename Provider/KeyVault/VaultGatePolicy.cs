using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;

namespace Provider.KeyVault;

/// <summary>Takes every try of a call through its vault's gate.</summary>
/// <param name="gate">The vault's gate.</param>
/// <param name="throttled">Told for how much longer the vault asks to be left alone.</param>
/// <param name="time">The clock of a wait that is given as a date.</param>
internal sealed class VaultGatePolicy(VaultGate gate, Action<TimeSpan> throttled, TimeProvider time) : HttpPipelinePolicy
{
    private const int TooManyRequests = 429;

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        using (await gate.EnterAsync(message.CancellationToken, CallDeadline.Of(message)))
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (message.HasResponse && message.Response.Status == TooManyRequests && RetryAfter.Read(message.Response, time) is { } wait)
        {
            throttled(gate.Close(wait));
        }
    }
}
