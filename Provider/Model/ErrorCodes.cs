namespace Provider.Model;

/// <summary>Every kind of failure that a user can meet. Each has a section in docs/troubleshooting.md; a test compares the two.</summary>
internal static class ErrorCodes
{
    // The request.

    public static readonly ErrorCode RequestMalformed = new(
        "request-malformed",
        FinalStatus.InvalidArgument,
        "The driver's request could not be read.",
        "Check that the Secrets Store CSI driver is v1.0 or later and that its CSIDriver object has podInfoOnMount: true.");

    public static readonly ErrorCode ParameterInvalid = new(
        "parameter-invalid",
        FinalStatus.InvalidArgument,
        "A parameter of the SecretProviderClass, or a volume attribute of the pod that overrides it, is missing or has no valid value.",
        "Change the parameter named in the message.");

    public static readonly ErrorCode ObjectsMalformed = new(
        "objects-malformed",
        FinalStatus.InvalidArgument,
        "The parameter objects is not YAML of the expected shape.",
        "Write objects as a mapping with the key array, whose items are mappings with objectName and objectType.");

    public static readonly ErrorCode EntryInvalid = new(
        "entry-invalid",
        FinalStatus.InvalidArgument,
        "A field of an entry of objects is missing or has no valid value.",
        "Change the field named in the message.");

    public static readonly ErrorCode PathInvalid = new(
        "path-invalid",
        FinalStatus.InvalidArgument,
        "A file's path cannot be written into the volume, or two files would have the same one.",
        "Change the objectAlias of the entries named in the message.");

    public static readonly ErrorCode NotSupported = new(
        "not-supported",
        FinalStatus.InvalidArgument,
        "The request asks for something that this version of the provider does not do yet.",
        "See the changelog for the version that does, or use what the message names.");

    // Pod identity.

    public static readonly ErrorCode NmiUnreachable = new(
        "nmi-unreachable",
        FinalStatus.FailedPrecondition,
        "Nothing answered as NMI, the part of aad-pod-identity that hands out tokens on each node.",
        "Check that aad-pod-identity's NMI runs on this node; if this cluster does not use pod identity, set clientID for workload identity or useVMManagedIdentity instead of usePodIdentity.");

    public static readonly ErrorCode NmiTimeout = new(
        "nmi-timeout",
        FinalStatus.FailedPrecondition,
        "NMI did not answer within the mount's time.",
        "Kubelet tries again by itself. If it goes on, look at NMI's log on this node.");

    public static readonly ErrorCode NmiFailed = new(
        "nmi-failed",
        FinalStatus.FailedPrecondition,
        "NMI answered with an error of its own until the mount's time ran out.",
        "Kubelet tries again by itself. If it goes on, look at NMI's log on this node.");

    public static readonly ErrorCode NmiRefusesCaller = new(
        "nmi-refuses-caller",
        FinalStatus.FailedPrecondition,
        "NMI answers the host's own address only, and the provider's request came from another.",
        "Set hostNetwork: true on the provider's DaemonSet, and keep 127.0.0.1 in --nmi-endpoint.");

    public static readonly ErrorCode NmiProtocol = new(
        "nmi-protocol",
        FinalStatus.Internal,
        "What answered does not speak NMI's protocol, or did not understand the request.",
        "Check --nmi-endpoint, and that NMI is aad-pod-identity v1.5 or later.");

    public static readonly ErrorCode PodIdentityNotAssigned = new(
        "pod-identity-not-assigned",
        FinalStatus.FailedPrecondition,
        "No Azure identity is assigned to the pod.",
        "Check that an AzureIdentityBinding in the pod's namespace has a selector equal to the pod's label aadpodidbinding, that it names an AzureIdentity, and that MIC's log shows no error. A first assignment takes about 40 s; kubelet tries again by itself.");

    public static readonly ErrorCode PodIdentityRefused = new(
        "pod-identity-refused",
        FinalStatus.Unauthenticated,
        "The pod's identity is assigned, but Azure gave no token for it.",
        "This is not the binding: check the clientID and resourceID of the AzureIdentity, and that the identity is assigned to the node's VM or scale set.");

    public static readonly ErrorCode PodIdentityMisconfigured = new(
        "pod-identity-misconfigured",
        FinalStatus.FailedPrecondition,
        "The AzureIdentity of the pod cannot be used as it is written.",
        "Check the AzureIdentity: its type, its clientPassword secret or certificate, and that it is in the pod's namespace.");

    public static readonly ErrorCode TokenResourceRefused = new(
        "token-resource-refused",
        FinalStatus.PermissionDenied,
        "The vault asked for a token that is not for Key Vault, and the provider does not hand out such tokens.",
        "Check keyvaultName and cloudName, and whether something on the way to the vault answers in its place.");

    // The vault.

    public static readonly ErrorCode VaultUnreachable = new(
        "vault-unreachable",
        FinalStatus.FailedPrecondition,
        "No connection to the vault could be made.",
        "Check keyvaultName and cloudName, the node's DNS (a private endpoint needs its private DNS zone), firewalls and the proxy settings of the provider.");

    public static readonly ErrorCode VaultTimeout = new(
        "vault-timeout",
        FinalStatus.FailedPrecondition,
        "The vault did not answer within the mount's time.",
        "Kubelet tries again by itself. If it goes on, check the network between this node and the vault.");

    public static readonly ErrorCode VaultUnauthorized = new(
        "vault-unauthorized",
        FinalStatus.Unauthenticated,
        "The vault did not accept the identity's token.",
        "Check that the identity belongs to the vault's tenant, and cloudName.");

    public static readonly ErrorCode VaultForbidden = new(
        "vault-forbidden",
        FinalStatus.PermissionDenied,
        "The identity may not read this object.",
        "Give the identity a role on the vault, such as Key Vault Secrets User for secrets, or get permission (with history, list too) in its access policy. A new role assignment takes up to 10 minutes.");

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

    public static readonly ErrorCode VaultThrottled = new(
        "vault-throttled",
        FinalStatus.FailedPrecondition,
        "The vault limited the rate of requests for longer than the mount could wait.",
        "Kubelet tries again by itself. If it goes on, spread the objects over several vaults or raise the driver's rotation poll interval.");

    public static readonly ErrorCode VaultFailed = new(
        "vault-failed",
        FinalStatus.Unknown,
        "The vault answered with an error that has no section of its own.",
        "Kubelet tries again by itself. If it goes on, look at the vault's diagnostic logs and the status of Azure.");

    // The content.

    public static readonly ErrorCode ContentUndecodable = new(
        "content-undecodable",
        FinalStatus.FailedPrecondition,
        "The value in the vault is not what the entry's objectEncoding or objectFormat says it is.",
        "Change the value in the vault, or the entry's objectEncoding or objectFormat.");

    public static readonly ErrorCode ContentTypeUnsupported = new(
        "content-type-unsupported",
        FinalStatus.FailedPrecondition,
        "The secret is backed by a certificate, and its content type is neither PEM nor PFX.",
        "Use application/x-pem-file or application/x-pkcs12 as the content type in the certificate's policy, or entries of objectType cert or key.");

    public static readonly ErrorCode CertificateUnreadable = new(
        "certificate-unreadable",
        FinalStatus.FailedPrecondition,
        "The certificate in the vault cannot be read.",
        "Import the certificate into the vault again, without a password, or ask for the PFX as it is with objectFormat: pfx.");

    public static readonly ErrorCode KeyTypeUnsupported = new(
        "key-type-unsupported",
        FinalStatus.FailedPrecondition,
        "The key is of a type that has no public key file.",
        "Use an RSA key or an elliptic-curve key on P-256, P-384, P-521 or P-256K.");

    public static readonly ErrorCode ResponseTooLarge = new(
        "response-too-large",
        FinalStatus.FailedPrecondition,
        "The volume is larger than the driver takes.",
        "Split the SecretProviderClass in two, or raise --max-call-recv-msg-size on the driver and on the provider.");

    // The mount itself.

    public static readonly ErrorCode MountTimeout = new(
        "mount-timeout",
        FinalStatus.FailedPrecondition,
        "The mount's time ran out.",
        "Kubelet tries again by itself. If it goes on, look at the provider's log of this node.");

    public static readonly ErrorCode MountCanceled = new(
        "mount-canceled",
        FinalStatus.Unknown,
        "The driver gave up the mount, as it does when a pod is deleted meanwhile.",
        "Nothing to do if the pod is gone.");

    public static readonly ErrorCode ProviderStopping = new(
        "provider-stopping",
        FinalStatus.FailedPrecondition,
        "The provider on the node was stopped before the mount ended, as in an update.",
        "Kubelet tries again by itself.");

    public static readonly ErrorCode InternalError = new(
        "internal-error",
        FinalStatus.Internal,
        "The provider met an error that it does not know.",
        "Please report it, with the log line that has this id.");

    /// <summary>All of them, in the order of a mount.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        RequestMalformed, ParameterInvalid, ObjectsMalformed, EntryInvalid, PathInvalid, NotSupported,
        NmiUnreachable, NmiTimeout, NmiFailed, NmiRefusesCaller, NmiProtocol,
        PodIdentityNotAssigned, PodIdentityRefused, PodIdentityMisconfigured, TokenResourceRefused,
        VaultUnreachable, VaultTimeout, VaultUnauthorized, VaultForbidden, VaultNetworkForbidden,
        ObjectDisabled, ObjectNotFound, VaultThrottled, VaultFailed,
        ContentUndecodable, ContentTypeUnsupported, CertificateUnreadable, KeyTypeUnsupported, ResponseTooLarge,
        MountTimeout, MountCanceled, ProviderStopping, InternalError,
    ];
}
