using System.Collections.Immutable;
using Provider.Content;
using Provider.Content.Converting;
using Provider.Identity;
using Provider.KeyVault;
using Provider.Model;
using Provider.Sharing;
using Provider.Telemetry;

namespace Provider.Mounting;

/// <summary>The path of a mount: one direction, each step turning one immutable record into the next.</summary>
/// <remarks>
/// <code>
/// 1  gRPC edge       MountRequest             -> strings           in MountService
/// 2  plan reader     strings                  -> plan, or problems in MountService
/// 3  deadline        caller's deadline, clock -> a token           in MountService
/// 4  credentials     plan                     -> the mount's token
/// 5  vault reader    plan, token              -> vault objects
/// 6  content         entries, vault objects   -> files
/// 7  response rules  files                    -> files that the driver can write
/// 8  gRPC edge       files                    -> MountResponse     in MountService
/// </code>
/// </remarks>
internal sealed class MountPath(
    TokenGrant credentials, VaultReader vaults, Conversions conversions, WeightedSemaphore semaphore, int responseLimit,
    StageWatch watch, TimeProvider time)
{
    private readonly MountReads reads = new(vaults, watch);

    private readonly MountPermits permits = new(semaphore, watch, time);

    /// <summary>Steps 4 to 7.</summary>
    /// <exception cref="MountException">The mount failed for a known reason.</exception>
    public async Task<VolumeLease> RunAsync(
        MountRun run, CancellationToken cancellationToken, CancellationToken stopping = default)
    {
        // 4
        run.WaitsFor(MountWait.Token);
        var parts = await GrantAsync(run.Plan, cancellationToken, stopping);

        // After step 4: a mount that waits for its identity does not delay others.
        // 5
        var size = vaults.Size();
        var ((plan, objects), lease) = await permits.ReadAsync(
            run, size, ended => reads.ReadAsync(run, parts, size, ended), cancellationToken);
        try
        {
            run.WaitsFor(MountWait.Conversion);
            return await FillAsync(plan, objects, lease, cancellationToken);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private async Task<VolumeLease> FillAsync(
        MountPlan plan, ImmutableArray<ImmutableArray<VaultObject>> objects, IDisposable lease,
        CancellationToken cancellationToken)
    {
        OptionalObjects.Check(plan, objects);

        // 6
        var volume = await ConvertAsync(plan, objects, cancellationToken);

        // 7
        ResponseRules.CheckPaths(volume.Files);
        ResponseRules.CheckSize(volume.Files, responseLimit);
        var dates = plan.Entries.Zip(objects).Where(pair => !pair.Second.IsEmpty).Select(pair =>
            new ObjectDates(pair.First.Type, pair.Second[0].ExpiresOn, pair.Second[0].UpdatedOn));
        return new VolumeLease(volume, [.. dates], lease);
    }

    // A mount that only waits for its token ends as soon as the provider stops: its next attempt finds the next
    // instance.
    private async Task<ImmutableArray<MountPart>> GrantAsync(
        MountPlan plan, CancellationToken cancellationToken, CancellationToken stopping)
    {
        using var stage = watch(plan, MountStage.Token);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        try
        {
            var parts = ImmutableArray.CreateBuilder<MountPart>(1);
            foreach (var part in plan.Parts)
            {
                // Parts of one identity share its cached token, but what a vault refuses concerns that vault alone.
                parts.Add(new MountPart(part, await GrantPartAsync(plan, part, either.Token)));
            }

            return parts.ToImmutable();
        }
        catch (Exception error) when (stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw MountFailures.Stopping(error);
        }
    }

    private async Task<GrantedToken> GrantPartAsync(MountPlan plan, MountPlan part, CancellationToken cancellationToken)
    {
        try
        {
            return await credentials(part, cancellationToken);
        }
        catch (MountException failure) when (part.Access != plan.Access)
        {
            throw failure.At(part.Entries[0]);
        }
    }

    private async Task<VolumeContent> ConvertAsync(
        MountPlan plan, ImmutableArray<ImmutableArray<VaultObject>> objects, CancellationToken cancellationToken)
    {
        using var stage = watch(plan, MountStage.Content);
        return await conversions.MakeAsync(plan.Pod.Namespace, plan.Entries, objects, cancellationToken);
    }
}

/// <summary>A volume in memory, and the permits that it holds until its response has been sent.</summary>
internal sealed record VolumeLease(VolumeContent Content, ImmutableArray<ObjectDates> Dates, IDisposable Permits);

/// <summary>Called when a stage of a mount begins; the result is disposed of when the stage ends.</summary>
internal delegate IDisposable? StageWatch(MountPlan plan, MountStage stage);
