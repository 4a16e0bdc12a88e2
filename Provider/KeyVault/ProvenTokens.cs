using Provider.Sharing;

namespace Provider.KeyVault;

/// <summary>The tokens that a vault has accepted: only their claims can be compared.</summary>
// Other fields of an issuer's response cannot be trusted: NMI copies the client id from an AzureIdentity, which a
// tenant writes, and a tenant can also make NMI return any text as the token.
internal sealed class ProvenTokens(TimeProvider time)
{
    /// <summary>Several times the pods of a node. A proof that is dropped costs a mount one round trip.</summary>
    private const int Capacity = 2_000;

    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);

    private readonly BoundedCache<Proof, DateTimeOffset> proofs = new(Capacity, IdleLimit, time);

    /// <summary>Whether a vault has accepted the token, which has not expired and was not refused since.</summary>
    public bool Contains(VaultHost vault, VaultCredential credential) =>
        proofs.TryGet(new Proof(vault, credential.Hash), out var expiresOn) && time.GetUtcNow() < expiresOn;

    public void Add(VaultHost vault, VaultCredential credential, string podNamespace)
    {
        if (credential is { Claims: not null, ExpiresOn: { } expiresOn })
        {
            proofs.Set(new Proof(vault, credential.Hash), expiresOn, podNamespace);
        }
    }

    public void Remove(VaultHost vault, VaultCredential credential) => proofs.Remove(new Proof(vault, credential.Hash));

    private readonly record struct Proof(VaultHost Vault, TokenHash Token);
}
