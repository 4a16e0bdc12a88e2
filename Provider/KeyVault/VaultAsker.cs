using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Who asks a vault: the token, and which one the vault may ask for.</summary>
/// <param name="Credential">The token.</param>
/// <param name="Resource">What the cloud's vaults accept tokens for.</param>
/// <param name="Tenant">The tenant that the class names, by id; none where it names none, or one by its domain.</param>
internal sealed record VaultAsker(VaultCredential Credential, string Resource, Guid? Tenant)
{
    /// <summary>How messages name the identity: by its client id, else by its object id.</summary>
    public string Identity => (Credential.Claims?.AppId ?? Credential.Claims?.AuthorizedParty ?? Credential.Claims?.ObjectId) is { } id
        ? $"the identity {Quoted.Text(id)}"
        : "the identity";

    /// <summary>The asker for a mount. A managed identity has no choice of tenants, so none is compared.</summary>
    public static VaultAsker Of(MountPlan plan, VaultCredential credential) => new(
        credential, plan.Cloud.TokenResource,
        plan.Access is AccessMode.Application && Guid.TryParse(plan.Tenant, out var tenant) ? tenant : null);
}
