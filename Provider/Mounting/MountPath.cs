using System.Collections.Immutable;
using Provider.Content;
using Provider.Content.Converting;
using Provider.Identity;
using Provider.KeyVault;
using Provider.Model;
using Provider.Parameters;
using Provider.Sharing;
using Provider.Telemetry;

namespace Provider.Mounting;

/// <summary>The path of a mount: one direction, each step turning one immutable record into the next.</summary>
/// <remarks>
/// <code>
/// 1  gRPC edge       MountRequest             -> strings           in MountService
/// 2  plan reader     strings                  -> plan, or every problem at once
/// 3  deadline        caller's deadline, clock -> a token           in MountService
/// 4  credentials     plan                     -> the mount's token
/// 5  vault reader    plan, token              -> vault objects
/// 6  content         entries, vault objects   -> files
/// 7  response rules  files                    -> files that the driver can write
/// 8  gRPC edge       files                    -> MountResponse     in MountService
/// </code>
/// </remarks>
internal sealed class MountPath(
    PlanReader plans, TokenGrant credentials, VaultReader vaults, Conversions conversions, ProviderMetrics metrics,
    WeightedSemaphore semaphore, TimeProvider time)
{
    private readonly MountReads reads = new(vaults, metrics);

    private readonly MountPermits permits = new(semaphore, metrics, time);

    /// <summary>Step 2. Nothing has touched the network when it refuses.</summary>
    /// <exception cref="MountException">Something in the request must be changed first.</exception>
    public MountPlan Plan(Attributes attributes, MountInput input)
    {
        using var stage = metrics.Mounts.Stage(MountStage.Parameters);
        return plans.Read(attributes, input).OrThrow();
    }

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
            return new VolumeLease(await FillAsync(plan, objects, cancellationToken), lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private async Task<VolumeContent> FillAsync(
        MountPlan plan, ImmutableArray<ImmutableArray<VaultObject>> objects, CancellationToken cancellationToken)
    {
        OptionalObjects.Check(plan, objects);

        // 6
        var volume = await ConvertAsync(plan, objects, cancellationToken);

        // 7
        ResponseRules.CheckPaths(volume.Files);
        metrics.Ages.Mounted(
            plan.Pod.Namespace, plan.SecretProviderClass, plan.Entries.Zip(objects)
                .Where(pair => !pair.Second.IsEmpty).Select(pair => (pair.First.Type, pair.Second[0])));
        return volume;
    }

    // A mount that only waits for its token ends as soon as the provider stops: its next attempt finds the next
    // instance.
    private async Task<ImmutableArray<MountPart>> GrantAsync(
        MountPlan plan, CancellationToken cancellationToken, CancellationToken stopping)
    {
        using var stage = metrics.Mounts.Stage(MountStage.Token);
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
        using var stage = metrics.Mounts.Stage(MountStage.Content);
        return await conversions.MakeAsync(plan.Pod.Namespace, plan.Entries, objects, cancellationToken);
    }
}
