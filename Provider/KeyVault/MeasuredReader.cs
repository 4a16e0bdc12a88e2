using System.Runtime.CompilerServices;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Measures each call to a vault, as the Go provider does: a list with all its pages is one call, with all retries of each.</summary>
internal sealed class MeasuredReader(
    IObjectReader inner, MountPlan plan, ObjectType type, ProviderMetrics metrics, TimeProvider time) : IObjectReader
{
    /// <inheritdoc/>
    public async Task<VaultObject> ReadAsync(string name, string? version, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            var read = await inner.ReadAsync(name, version, cancellationToken);
            metrics.VaultRead(type, null, time.GetElapsedTime(started));
            return read;
        }
        catch (Exception error)
        {
            Failed(error, name, started);
            throw;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ObjectVersion> ListAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await using var versions = inner.ListAsync(name, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveAsync(versions, name, started))
        {
            yield return versions.Current;
        }

        metrics.VaultRead(type, null, time.GetElapsedTime(started));
    }

    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<ObjectVersion> versions, string name, long started)
    {
        try
        {
            return await versions.MoveNextAsync();
        }
        catch (Exception error)
        {
            Failed(error, name, started);
            throw;
        }
    }

    private void Failed(Exception error, string name, long started)
    {
        var entry = plan.Entries.FirstOrDefault(entry => entry.Type == type && entry.Name == name) ?? plan.Entries[0];
        var duration = time.GetElapsedTime(started);
        var code = VaultFailures.From(error, plan, entry, duration, time)?.Code ?? ErrorCodes.InternalError;
        metrics.VaultRead(type, code, duration);
    }
}
