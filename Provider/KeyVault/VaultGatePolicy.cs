using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Takes every attempt of a call through its vault's gate.</summary>
internal sealed class VaultGatePolicy(VaultGates gates, VaultMetrics metrics, TimeProvider time) : HttpPipelinePolicy
{
    private const int TooManyRequests = 429;

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Every call of the provider is asynchronous.");

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var vault = VaultHost.Of(message.Request.Uri.ToUri());
        var gate = gates.For(vault);
        using (await gate.EnterAsync(message.CancellationToken, () => CallDeadline.Remaining))
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (message.HasResponse && message.Response.Status == TooManyRequests && RetryAfter.Read(message.Response, time) is { } wait)
        {
            metrics.Throttled(vault.Name.Split('.')[0], gate.Close(wait));
        }
    }
}
