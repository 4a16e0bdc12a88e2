namespace Provider.Model;

/// <content>The vault.</content>
internal static partial class ErrorCodes
{
    public static readonly ErrorCode TokenMalformed = new(
        "token-malformed",
        FinalStatus.FailedPrecondition,
        "The identity's access token cannot be sent to a vault.",
        "For pod identity, check the AzureIdentity that is bound to the pod; else check what responds in place of "
        + "the token's issuer.");

    public static readonly ErrorCode TokenResourceRefused = new(
        "token-resource-refused",
        FinalStatus.PermissionDenied,
        "The vault asked for a token that is not for Key Vault, and the provider does not hand out such tokens.",
        "Check keyvaultName and cloudName, and whether a proxy or gateway responds in place of the vault.");

    public static readonly ErrorCode VaultTenantMismatch = new(
        "vault-tenant-mismatch",
        FinalStatus.InvalidArgument,
        "The vault belongs to another tenant than the SecretProviderClass names.",
        "Set tenantID to the vault's tenant, with an application that exists there.");

    public static readonly ErrorCode VaultUnreachable = new(
        "vault-unreachable",
        FinalStatus.FailedPrecondition,
        "No connection to the vault could be made.",
        "Check keyvaultName and cloudName, the node's DNS (a private endpoint needs its private DNS zone), firewalls "
        + "and the proxy settings of the provider.");

    public static readonly ErrorCode VaultTimeout = new(
        "vault-timeout",
        FinalStatus.FailedPrecondition,
        "The vault did not respond within the mount's time.",
        "Kubelet will retry. If the error persists, check the network between this node and the vault.");

    public static readonly ErrorCode VaultUnauthorized = new(
        "vault-unauthorized",
        FinalStatus.Unauthenticated,
        "The vault did not accept the identity's token.",
        "Check that the identity belongs to the vault's tenant, and cloudName.");

    public static readonly ErrorCode VaultForbidden = new(
        "vault-forbidden",
        FinalStatus.PermissionDenied,
        "The identity may not read this object.",
        "Give the identity a role on the vault, such as Key Vault Secrets User for secrets, or get permission (with "
        + "history, list too) in its access policy. A new role assignment takes up to 10 minutes.");

    public static readonly ErrorCode VaultNetworkForbidden = new(
        "vault-network-forbidden",
        FinalStatus.PermissionDenied,
        "The vault's network rules refuse this node.",
        "Allow the node's subnet or address in the vault's firewall, or use a private endpoint.");

    public static readonly ErrorCode ObjectDisabled = new(
        "object-disabled",
        FinalStatus.FailedPrecondition,
        "The object version is disabled, expired or not valid yet.",
        "Enable the version in the vault, or name another one in objectVersion.");

    public static readonly ErrorCode ObjectNotFound = new(
        "object-not-found",
        FinalStatus.NotFound,
        "The vault holds no such object or version.",
        "Check objectName, objectType and objectVersion of the entry, and keyvaultName.");

    public static readonly ErrorCode TooManyObjects = new(
        "too-many-objects",
        FinalStatus.FailedPrecondition,
        "More objects of the vault match than a volume may have.",
        "Narrow find of the entry, or raise its maxObjects, up to 2000.");

    public static readonly ErrorCode CertificatePending = new(
        "certificate-pending",
        FinalStatus.FailedPrecondition,
        "The certificate in the vault has not been issued yet.",
        "Complete or merge the certificate operation in the vault, or wait for the issuer; kubelet will retry.");

    public static readonly ErrorCode VaultThrottled = new(
        "vault-throttled",
        FinalStatus.FailedPrecondition,
        "The vault limited the rate of requests for longer than the mount could wait.",
        "Kubelet will retry. If the error persists, spread the objects over several vaults or raise the driver's "
        + "rotation poll interval.");

    public static readonly ErrorCode VaultFailed = new(
        "vault-failed",
        FinalStatus.Unknown,
        "The vault responded with an error that has no section of its own.",
        "Kubelet will retry. If the error persists, look at the vault's diagnostic logs and the status of Azure.");
}
