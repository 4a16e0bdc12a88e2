using System.Collections.Immutable;
using Provider.Identity;
using Provider.KeyVault;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.Mounting;

/// <summary>Step 5: reads the objects of a mount's entries, from one vault after the other.</summary>
internal sealed class MountReads(VaultReader vaults, StageWatch watch)
{
    /// <summary>The plan with an entry for each object, and for each entry, in order, its versions.</summary>
    /// <exception cref="MountException">An entry could not be read; the failures of all parts are in it.</exception>
    public async Task<(MountPlan Plan, ImmutableArray<ImmutableArray<VaultObject>> Objects)> ReadAsync(
        MountRun run, ImmutableArray<MountPart> parts, VolumeSize size, CancellationToken cancellationToken)
    {
        var matching = new MatchingTime();
        if (parts is [var only])
        {
            return await ReadAsync(only, run.IsRemount, size, matching, cancellationToken);
        }

        var read = new List<(ObjectEntry Entry, ImmutableArray<VaultObject> Objects)>();
        var failures = ImmutableArray.CreateBuilder<(string, MountException)>();
        foreach (var part in parts)
        {
            try
            {
                var (found, objects) = await ReadAsync(part, run.IsRemount, size, matching, cancellationToken);
                read.AddRange(found.Entries.Zip(objects));
            }
            catch (MountException failure) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add((part.Plan.Vault.Host, failure));
            }
        }

        MountException.ThrowIfAny(failures.ToImmutable());
        FoundObjects.CheckCount(read.Count);
        var ordered = read.OrderBy(one => one.Entry.Index).ToArray(); // stable: objects of a search keep their order
        var plan = run.Plan with { Entries = [.. ordered.Select(one => one.Entry)] };
        return (plan, [.. ordered.Select(one => one.Objects)]);
    }

    private async Task<(MountPlan Plan, ImmutableArray<ImmutableArray<VaultObject>> Objects)> ReadAsync(
        MountPart part, bool isRemount, VolumeSize size, MatchingTime matching, CancellationToken cancellationToken)
    {
        var plan = part.Plan;
        // A search is read as an entry: its one object is the list of the vault's objects.
        ImmutableArray<ObjectEntry> searches = [.. plan.Entries.Where(entry => entry.Search is not null)];
        if (!searches.IsEmpty)
        {
            plan = FoundObjects.Expand(
                plan,
                await ReadAsync(plan with { Entries = searches }, part.Token, isRemount, size, cancellationToken),
                matching, cancellationToken);
        }

        return (plan, plan.Entries.IsEmpty
            ? []
            : await ReadAllAsync(plan, part.Token, isRemount, size, cancellationToken));
    }

    // Passwords are read with the objects, each as an entry at the end.
    private async Task<ImmutableArray<ImmutableArray<VaultObject>>> ReadAllAsync(
        MountPlan plan, GrantedToken token, bool isRemount, VolumeSize size, CancellationToken cancellationToken)
    {
        ImmutableArray<ObjectEntry> passwords =
            [.. plan.Entries.Where(entry => entry.PasswordObject is not null).Select(Password)];
        if (passwords.IsEmpty)
        {
            return await ReadAsync(plan, token, isRemount, size, cancellationToken);
        }

        var read = await ReadAsync(
            plan with { Entries = [.. plan.Entries, .. passwords] }, token, isRemount, size, cancellationToken);
        var next = plan.Entries.Length;
        return [.. plan.Entries.Zip(read, (entry, versions) => entry.PasswordObject is null
            ? versions
            : With((VaultSecret)read[next++][0], versions))];
    }

    private static ObjectEntry Password(ObjectEntry entry) => new(
        entry.Index, entry.PasswordObject!, ObjectType.Secret, entry.Path, Version: null, History: 1,
        ObjectFormat.Default, ObjectEncoding.Utf8, entry.Permission);

    private static ImmutableArray<VaultObject> With(VaultSecret password, ImmutableArray<VaultObject> versions) =>
        [.. versions.Select(version => version is VaultSecret secret ? secret with { Password = password } : version)];

    private async Task<ImmutableArray<ImmutableArray<VaultObject>>> ReadAsync(
        MountPlan plan, GrantedToken token, bool isRemount, VolumeSize size, CancellationToken cancellationToken)
    {
        using var stage = watch(plan, MountStage.Vault);
        try
        {
            return await vaults.ReadAsync(plan, token.Text, isRemount, cancellationToken, size);
        }
        catch (MountException refused) when (refused.Code == ErrorCodes.VaultUnauthorized)
        {
            token.Refused();
            throw;
        }
    }
}

/// <summary>The entries of one vault and one identity, and the identity's token.</summary>
internal sealed record MountPart(MountPlan Plan, GrantedToken Token);
