using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Checks the fields that name another vault or another identity for one entry.</summary>
internal static class VaultRules
{
    /// <summary>The most vaults and identities of a class: each costs connections, and each identity a token.</summary>
    private const int MostParts = 16;

    // entry: what has been read of the entry.
    public static ObjectEntry Read(EntryText text, ObjectEntry entry, ProblemList problems)
    {
        var vault = text.Find(EntryText.KeyVaultName, problems);
        if (!string.IsNullOrEmpty(vault) && !PlanReader.IsVaultName(vault))
        {
            text.Refuse(
                problems, EntryText.KeyVaultName, $"{Quoted.Text(vault)} is not a valid vault name",
                "Write the vault's name alone: 3 to 24 letters, digits and hyphens, without a domain.");
        }

        var client = text.Find(EntryText.ClientId, problems);
        if (!string.IsNullOrEmpty(client) && !Guid.TryParseExact(client, "D", out _))
        {
            text.Refuse(
                problems, EntryText.ClientId, $"{Quoted.Text(client)} is not a valid client id",
                "Write the client id of the managed identity or application, such as "
                + "11111111-1111-1111-1111-111111111111.");
        }

        return string.IsNullOrEmpty(vault) && string.IsNullOrEmpty(client) ? entry : entry with
        {
            VaultName = string.IsNullOrEmpty(vault) ? null : vault,
            ClientId = string.IsNullOrEmpty(client) ? null : client,
        };
    }

    /// <summary>Drops values that equal the class's, and refuses those that its access mode does not support.</summary>
    public static ImmutableArray<ObjectEntry> Resolve(
        ImmutableArray<ObjectEntry> entries, string vaultName, AccessMode access, ProblemList problems)
    {
        if (entries.All(entry => entry is { VaultName: null, ClientId: null }))
        {
            return entries;
        }

        if (access is not AccessMode.WorkloadIdentity)
        {
            RefuseClientIds(entries, problems);
        }

        ImmutableArray<ObjectEntry> resolved = [.. entries.Select(entry => entry with
        {
            VaultName = IsSame(entry.VaultName, vaultName) ? null : entry.VaultName,
            ClientId = IsSame(entry.ClientId, (access as AccessMode.WorkloadIdentity)?.ClientId) ? null
                : entry.ClientId,
        })];
        var parts = resolved.DistinctBy(entry => (entry.VaultName?.ToLowerInvariant(), entry.ClientId)).Count();
        if (parts > MostParts)
        {
            problems.AddParameter(
                ParameterNames.Objects, $"names {parts} vaults and identities, more than {MostParts}",
                "Split the class into several.");
        }

        return resolved;
    }

    private static void RefuseClientIds(ImmutableArray<ObjectEntry> entries, ProblemList problems)
    {
        foreach (var entry in entries.Where(entry => entry.ClientId is not null))
        {
            problems.Add(new Problem(
                ErrorCodes.EntryInvalid,
                new ProblemPlace(ParameterNames.Objects, entry.Index, entry.Name, EntryText.ClientId),
                "needs workload identity", "Remove it, or set the parameter clientID and no other access mode."));
        }
    }

    private static bool IsSame(string? one, string? other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
