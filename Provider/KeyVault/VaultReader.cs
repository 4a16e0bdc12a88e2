using System.Collections.Immutable;
using Azure.Core;
using Provider.Http;
using Provider.Model;
using Provider.Sharing;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>Reads what a vault holds for the entries of a plan. Azure's types end here.</summary>
/// <param name="settings">How calls are made.</param>
/// <param name="shared">Makes equal reads once.</param>
/// <param name="gates">The ways to the vaults.</param>
/// <param name="widthOfMount">The most objects of one mount that are read at once.</param>
/// <param name="metrics">Counts the reads.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes a line for each object that was read.</param>
internal sealed partial class VaultReader(
    CallSettings settings, SharedReads shared, VaultGates gates, int widthOfMount, ProviderMetrics metrics, TimeProvider time,
    ILogger<VaultReader> logger)
{
    /// <summary>Reads the entries, many at once.</summary>
    /// <param name="plan">The mount's plan.</param>
    /// <param name="credential">The mount's token.</param>
    /// <param name="principal">Whose token it is.</param>
    /// <param name="isRemount">Whether the volume has been mounted before.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <returns>For each entry, in order, its versions, newest first.</returns>
    /// <exception cref="MountException">An entry could not be read; its code is the first one's by order.</exception>
    public async Task<ImmutableArray<ImmutableArray<VaultObject>>> ReadAsync(
        MountPlan plan, TokenCredential credential, string principal, bool isRemount, CancellationToken cancellationToken)
    {
        var gate = new VaultGatePolicy(gates.For(plan.Vault), wait => metrics.Vaults.Throttled(plan.VaultName, wait), time);
        var vault = new VaultReaders(plan, credential, settings, gate, metrics.Vaults);
        var readers = plan.Entries.Select(entry => entry.Type).Distinct().ToDictionary(
            type => type, IObjectReader (type) => new MeasuredReader(vault.For(type), plan, type, metrics, time));
        var turns = new Turns(widthOfMount);
        var reads = plan.Entries.Select(async entry =>
        {
            // Not canceled: when time is up each read still tells for which entry it was.
            using var turn = await turns.TakeAsync(CancellationToken.None);
            return await ReadAsync(
                plan, entry,
                () => shared.GetAsync(
                    ReadKey.Of(principal, plan, entry), isRemount,
                    ended => EntryReader.ReadAsync(readers[entry.Type], plan, entry, ended), cancellationToken));
        }).ToArray();
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
        MountPlan plan, ObjectEntry entry, Func<Task<SharedRead>> read)
    {
        var started = time.GetTimestamp();
        try
        {
            var (objects, source) = await read();
            metrics.Vaults.Read(entry.Type, source);
            LogRead(entry, entry.Type, objects[0].Version, objects.Length, VaultMetrics.Word(source), time.GetElapsedTime(started).TotalMilliseconds);
            return objects;
        }
        catch (Exception error) when (VaultFailures.From(error, plan, entry, time.GetElapsedTime(started), time) is { } ours)
        {
            throw ours;
        }
    }

    [LoggerMessage(401, LogLevel.Debug, "object read")]
    private partial void LogRead(ObjectEntry entry, ObjectType type, string version, int versions, string source, double milliseconds);
}
