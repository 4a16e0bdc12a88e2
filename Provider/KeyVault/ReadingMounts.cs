namespace Provider.KeyVault;

/// <summary>The tokens of the mounts that are reading a vault, by their claims.</summary>
internal sealed class ReadingMounts
{
    // Two mounts that begin at the same time must not both miss the other.
    private readonly Lock gate = new();
    private readonly Dictionary<Principal, Dictionary<TokenHash, int>> tokens = [];

    public IDisposable Enter(VaultHost vault, VaultCredential credential)
    {
        if (credential.Claims is not { } claims)
        {
            return new Reading(null, default, default);
        }

        var principal = new Principal(vault, claims);
        lock (gate)
        {
            if (!tokens.TryGetValue(principal, out var mounts))
            {
                tokens[principal] = mounts = [];
            }

            mounts[credential.Hash] = mounts.GetValueOrDefault(credential.Hash) + 1;
        }

        return new Reading(this, principal, credential.Hash);
    }

    /// <summary>Whether a mount reads the vault with another token that has equal claims.</summary>
    public bool HasOther(VaultHost vault, VaultCredential credential)
    {
        lock (gate)
        {
            return credential.Claims is { } claims
                && tokens.TryGetValue(new Principal(vault, claims), out var mounts)
                && mounts.Keys.Any(hash => hash != credential.Hash);
        }
    }

    private void Leave(Principal principal, TokenHash hash)
    {
        lock (gate)
        {
            var mounts = tokens[principal];
            if (--mounts[hash] == 0)
            {
                mounts.Remove(hash);
            }

            if (mounts.Count == 0)
            {
                tokens.Remove(principal);
            }
        }
    }

    private readonly record struct Principal(VaultHost Vault, TokenClaims Claims);

    private sealed class Reading(ReadingMounts? mounts, Principal principal, TokenHash hash) : IDisposable
    {
        public void Dispose() => mounts?.Leave(principal, hash);
    }
}
