using Provider.Model;

namespace Provider.KeyVault;

/// <summary>A vault's caller. <c>Tenant</c> is null where the class has none, or one by its domain.</summary>
internal sealed record VaultCaller(VaultCredential Credential, string Resource, Guid? Tenant)
{
    /// <summary>How messages name the identity: by its client id, else by its object id.</summary>
    public string Identity =>
        (Credential.Claims?.AppId ?? Credential.Claims?.AuthorizedParty ?? Credential.Claims?.ObjectId) is { } id
        ? $"the identity {Quoted.Text(id)}"
        : "the identity";

    /// <summary>The caller for a mount. A managed identity has no choice of tenants, so none is compared.</summary>
    public static VaultCaller Of(MountPlan plan, VaultCredential credential) => new(
        credential, plan.Cloud.TokenResource,
        plan.Access is AccessMode.Application && Guid.TryParse(plan.Tenant, out var tenant) ? tenant : null);
}
