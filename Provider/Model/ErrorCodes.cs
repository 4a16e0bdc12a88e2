namespace Provider.Model;

/// <summary>Every kind of failure that a user can see. A test compares them with docs/troubleshooting.md.</summary>
internal static partial class ErrorCodes
{
    // The request.

    public static readonly ErrorCode RequestMalformed = new(
        "request-malformed",
        FinalStatus.InvalidArgument,
        "The driver's request could not be read.",
        "Check that the Secrets Store CSI driver is v1.0 or later and that its CSIDriver object has podInfoOnMount: "
        + "true.");

    public static readonly ErrorCode ParameterInvalid = new(
        "parameter-invalid",
        FinalStatus.InvalidArgument,
        "A parameter of the SecretProviderClass, or a volume attribute of the pod that overrides it, is missing or "
        + "has no valid value.",
        "Change the parameter named in the message.");

    public static readonly ErrorCode CloudFileInvalid = new(
        "cloud-file-invalid",
        FinalStatus.InvalidArgument,
        "The file that describes the cloud cannot be used.",
        "Check that cloudEnvFileName names a file below the directory of --cloud-file-directory in the provider's "
        + "container, and that its fields activeDirectoryEndpoint, keyVaultEndpoint and keyVaultDNSSuffix are set.");

    public static readonly ErrorCode NodePublishSecretInvalid = new(
        "node-publish-secret-invalid",
        FinalStatus.InvalidArgument,
        "The Secret that the volume's nodePublishSecretRef names does not hold a service principal.",
        "Give that Secret the keys clientid and clientsecret.");

    public static readonly ErrorCode ServiceAccountTokenMissing = new(
        "service-account-token-missing",
        FinalStatus.FailedPrecondition,
        "The class has a clientID, and the driver sent no service-account token that could prove it.",
        "Add the audience to tokenRequests of the CSIDriver secrets-store.csi.k8s.io.");

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

    // The way to Azure.

    public static readonly ErrorCode ProxyFailed = new(
        "proxy-failed",
        FinalStatus.FailedPrecondition,
        "The proxy between the provider and Azure could not be connected to, or refused to connect to the host.",
        "Check HTTPS_PROXY and NO_PROXY of the provider's DaemonSet, and that the proxy allows the host.");

    // The content.

    public static readonly ErrorCode ContentUndecodable = new(
        "content-undecodable",
        FinalStatus.FailedPrecondition,
        "The value in the vault is not what the entry's objectEncoding or objectFormat says it is, or not the JSON "
        + "or YAML of which it asks for a field.",
        "Change the value in the vault, or the entry's objectEncoding or objectFormat.");

    public static readonly ErrorCode FieldNotFound = new(
        "field-not-found",
        FinalStatus.FailedPrecondition,
        "The secret's JSON or YAML value has no field at the path that the entry names.",
        "Change jsonKey, yamlKey or jmesPath of the entry, or the value in the vault.");

    public static readonly ErrorCode ContentTypeUnsupported = new(
        "content-type-unsupported",
        FinalStatus.FailedPrecondition,
        "The secret is backed by a certificate, and its content type is neither PEM nor PFX.",
        "Use application/x-pem-file or application/x-pkcs12 as the content type in the certificate's policy, or "
        + "entries of objectType cert or key.");

    public static readonly ErrorCode CertificateUnreadable = new(
        "certificate-unreadable",
        FinalStatus.FailedPrecondition,
        "The certificate in the vault cannot be read.",
        "Import the certificate into the vault again without a password, name the secret with its password in "
        + "passwordObject, or mount the PFX unchanged with objectFormat: pfx.");

    public static readonly ErrorCode CertificatePartMissing = new(
        "certificate-part-missing",
        FinalStatus.FailedPrecondition,
        "The certificate in the vault does not have the part that the entry asks for.",
        "Change objectPart of the entry, or import the certificate into the vault again with that part.");

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
        "Kubelet will retry. If the error persists, look at the provider's log of this node.");

    public static readonly ErrorCode TooManyMounts = new(
        "too-many-mounts",
        FinalStatus.FailedPrecondition,
        "Too many mounts of one namespace wait on the node at the same time, or they take up too much memory.",
        "Kubelet will retry. If the error persists, find out what the namespace's other mounts wait for: "
        + "the provider's log names it.");

    public static readonly ErrorCode MountCanceled = new(
        "mount-canceled",
        FinalStatus.Unknown,
        "The driver gave up the mount, as it does when a pod is deleted meanwhile.",
        "Nothing to do if the pod is gone.");

    public static readonly ErrorCode ProviderStopping = new(
        "provider-stopping",
        FinalStatus.FailedPrecondition,
        "The provider on the node was stopped before the mount ended, as in an update.",
        "Kubelet will retry.");

    public static readonly ErrorCode InternalError = new(
        "internal-error",
        FinalStatus.Internal,
        "The provider met an error that it does not know.",
        "Report it, with the log line that has the id of the message.");

    /// <summary>In the order of a mount. Computed: an initializer would run before the codes'.</summary>
    public static IReadOnlyList<ErrorCode> All =>
    [
        RequestMalformed, ParameterInvalid, CloudFileInvalid, NodePublishSecretInvalid, ServiceAccountTokenMissing,
        ObjectsMalformed, EntryInvalid, PathInvalid,
        NmiUnreachable, NmiTimeout, NmiFailed, NmiRefusesCaller, NmiProtocol,
        PodIdentityNotAssigned, PodIdentityRefused, PodIdentityMisconfigured,
        ImdsUnreachable, ImdsTimeout, ImdsFailed, VmIdentityNotAssigned, VmIdentityAmbiguous, VmIdentityRefused,
        ServiceAccountTokenExpired, EntraUnreachable, EntraTimeout, EntraThrottled, EntraFailed, EntraRefused,
        FederatedCredentialMissing, ApplicationNotFound, TenantNotFound, AssertionNotValidNow, AssertionUnverified,
        ClientSecretRefused, ConditionalAccess, TokenProxyUnreachable, TokenProxyRefused,
        ProxyFailed, TokenMalformed, TokenResourceRefused, VaultTenantMismatch,
        VaultUnreachable, VaultTimeout, VaultUnauthorized, VaultForbidden, VaultNetworkForbidden,
        ObjectDisabled, ObjectNotFound, TooManyObjects, CertificatePending, VaultThrottled, VaultFailed,
        ContentUndecodable, FieldNotFound, ContentTypeUnsupported, CertificateUnreadable, CertificatePartMissing,
        KeyTypeUnsupported, ResponseTooLarge,
        MountTimeout, TooManyMounts, MountCanceled, ProviderStopping, InternalError,
    ];
}

/// <summary>One kind of failure that a user can see.</summary>
internal sealed record ErrorCode(string Name, FinalStatus Status, string Meaning, string Remedy)
{
    public override string ToString() => Name;
}
