using System.Collections.Immutable;
using Azure.Core;
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
        var vault = new VaultReaders(plan, credential, settings);
        var readers = plan.Entries.Select(entry => entry.Type).Distinct().ToDictionary(type => type, vault.For);
        var reads = plan.Entries.Select(entry => ReadAsync(readers[entry.Type], plan, entry, cancellationToken)).ToArray();
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
        IObjectReader reader, MountPlan plan, ObjectEntry entry, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        ErrorCode? failure = null;
        try
        {
            return await EntryReader.ReadAsync(reader, plan, entry, cancellationToken);
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
}
