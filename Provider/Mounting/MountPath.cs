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
    WeightedSemaphore semaphore)
{
    private readonly MountReads reads = new(vaults, metrics);

    /// <summary>A mount of more objects than these counts as several.</summary>
    public const int ObjectsPerPermit = 8;

    // Only so that the sum of what users write stays a number.
    private const int ManyObjects = 100_000;

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
        MountPlan plan, bool isRemount, CancellationToken cancellationToken, CancellationToken stopping = default)
    {
        // 4
        var parts = await GrantAsync(plan, cancellationToken, stopping);

        // After step 4: a mount that waits for its identity does not delay others.
        var permits = await AcquireAsync(plan, cancellationToken);
        try
        {
            return new VolumeLease(await FillAsync(plan, parts, isRemount, cancellationToken), permits);
        }
        catch
        {
            permits.Dispose();
            throw;
        }
    }

    private async Task<VolumeContent> FillAsync(
        MountPlan plan, ImmutableArray<MountPart> parts, bool isRemount, CancellationToken cancellationToken)
    {
        // 5
        (plan, var objects) = await reads.ReadAsync(plan, parts, isRemount, cancellationToken);
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
                var known = parts.FirstOrDefault(other => other.Plan.Access == part.Access);
                parts.Add(new MountPart(part, known?.Token ?? await GrantPartAsync(plan, part, either.Token)));
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

    private async Task<IDisposable> AcquireAsync(MountPlan plan, CancellationToken cancellationToken)
    {
        using var waiting = metrics.Mounts.Wait();
        return await semaphore.WaitAsync(plan.Pod.Namespace, Weight(plan), cancellationToken);
    }

    // What a mount holds in memory grows with its objects, each up to 25 KB in the vault and several times that on its
    // way.
    private static int Weight(MountPlan plan) =>
        Math.Clamp(
            (plan.Entries.Sum(entry => entry.Search?.MaxObjects ?? Math.Min(entry.History, ManyObjects))
                + ObjectsPerPermit - 1) / ObjectsPerPermit,
            1, ManyObjects);

    private async Task<VolumeContent> ConvertAsync(
        MountPlan plan, ImmutableArray<ImmutableArray<VaultObject>> objects, CancellationToken cancellationToken)
    {
        using var stage = metrics.Mounts.Stage(MountStage.Content);
        return await conversions.MakeAsync(plan.Pod.Namespace, plan.Entries, objects, cancellationToken);
    }
}
