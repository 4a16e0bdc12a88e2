using Azure.Core;
using Azure.Core.Pipeline;
using Provider.Http;
using Provider.Http.Connections;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Takes every attempt of a call through its vault's gate, and counts it.</summary>
internal sealed class VaultGatePolicy(VaultGates gates, VaultMetrics? metrics, TimeProvider time) : AsyncPolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var vault = VaultHost.Of(message.Request.Uri.ToUri());
        using var permit = await EnterAsync(vault, message.CancellationToken);
        var call = Call.Of(message);
        var endpoint = (VaultEndpoint)call.Endpoint;
        endpoint.Progress?.Sending(time.GetTimestamp());
        // A message that is sent again still holds the response of its last attempt.
        int? status = null;
        try
        {
            await ProcessNextAsync(message, pipeline);
            status = message.Response.Status;
        }
        finally
        {
            metrics?.Called(endpoint.Type, status);
        }

        if (call.Outcome?.Code == ErrorCodes.VaultThrottled)
        {
            var wait = permit.Throttled(call.RequestedWait);
            metrics?.Throttled(CallOwner.Namespace, vault.Name.Split('.')[0], wait);
        }
        else
        {
            permit.Served();
        }
    }

    private async Task<VaultPermit> EnterAsync(VaultHost vault, CancellationToken cancellationToken)
    {
        try
        {
            return await gates.For(vault).EnterAsync(cancellationToken, () => CallDeadline.Remaining);
        }
        catch (VaultClosedException closed)
        {
            throw new MountException(
                ErrorCodes.VaultThrottled,
                $"{vault.Name} throttles its callers: the next request may be sent in "
                + $"{Math.Ceiling(closed.Wait.TotalSeconds)} s, so none was sent",
                closed);
        }
    }
}
