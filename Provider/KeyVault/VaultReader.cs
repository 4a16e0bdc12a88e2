using System.Collections.Immutable;
using Azure.Core;
using Azure.Security.KeyVault.Secrets;
using Provider.Http;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Reads what a vault holds for the entries of a plan. Azure's types end here.</summary>
/// <param name="settings">How calls are made.</param>
/// <param name="metrics">Counts them.</param>
/// <param name="time">The clock.</param>
internal sealed class VaultReader(CallSettings settings, ProviderMetrics metrics, TimeProvider time)
{
    /// <summary>Reads every entry at once.</summary>
    /// <param name="plan">The mount's plan.</param>
    /// <param name="credential">The mount's token.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <returns>For each entry, in order, its versions, newest first.</returns>
    /// <exception cref="MountException">An entry could not be read; its code is the first one's by order.</exception>
    public async Task<ImmutableArray<ImmutableArray<VaultObject>>> ReadAsync(
        MountPlan plan, TokenCredential credential, CancellationToken cancellationToken)
    {
        var secrets = new SecretReader(new SecretClient(
            plan.Vault, credential, settings.Apply(new SecretClientOptions(), RetryRules.Vault)));
        var reads = plan.Entries.Select(entry => ReadAsync(secrets, plan, entry, cancellationToken)).ToArray();
        try
        {
            // Every read ends before the first failure is told, so that no call outlives its mount.
            return [.. await Task.WhenAll(reads)];
        }
        catch (MountException)
        {
            throw MountException.From([.. Failures(plan, reads)]);
        }
    }

    private static IEnumerable<(string Entry, MountException Failure)> Failures(
        MountPlan plan, Task<ImmutableArray<VaultObject>>[] reads) =>
        reads.Zip(plan.Entries)
            .Where(read => read.First.Exception?.InnerException is MountException)
            .Select(read => (read.Second.ToString(), (MountException)read.First.Exception!.InnerException!));

    private async Task<ImmutableArray<VaultObject>> ReadAsync(
        SecretReader secrets, MountPlan plan, ObjectEntry entry, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        ErrorCode? failure = null;
        try
        {
            return entry switch
            {
                { Type: ObjectType.Secret, HasHistory: false } => [await secrets.ReadAsync(entry, cancellationToken)],
                { Type: ObjectType.Secret } => throw NotSupported(entry, "objectVersionHistory"),
                _ => throw NotSupported(entry, $"objectType {entry.Type.Word()}"),
            };
        }
        catch (Exception error) when (VaultFailures.From(error, plan, entry, time.GetElapsedTime(started)) is { } ours)
        {
            failure = ours.Code;
            throw ours;
        }
        finally
        {
            metrics.VaultRead(entry.Type, failure, time.GetElapsedTime(started));
        }
    }

    private static MountException NotSupported(ObjectEntry entry, string what) =>
        new(ErrorCodes.NotSupported, $"{entry} asks for {what}, which is not supported yet");
}
