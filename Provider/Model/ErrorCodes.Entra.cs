namespace Provider.Model;

/// <content>The modes that request tokens from Entra: service principal, workload identity, token proxy.</content>
internal static partial class ErrorCodes
{
    public static readonly ErrorCode ServiceAccountTokenExpired = new(
        "service-account-token-expired",
        FinalStatus.FailedPrecondition,
        "The service-account token that the driver sent has expired, so it was not sent to Entra.",
        "Check the clock of this node, and that the CSIDriver secrets-store.csi.k8s.io has requiresRepublish: true; "
        + "kubelet sends a fresh token with the next mount.");

    public static readonly ErrorCode EntraUnreachable = new(
        "entra-unreachable",
        FinalStatus.FailedPrecondition,
        "No connection to Microsoft Entra ID could be made.",
        "Check cloudName, the node's DNS, firewalls and the proxy settings of the provider.");

    public static readonly ErrorCode EntraTimeout = new(
        "entra-timeout",
        FinalStatus.FailedPrecondition,
        "Microsoft Entra ID did not respond within the mount's time.",
        "Kubelet will retry. If the error persists, check the network between this node and Entra.");

    public static readonly ErrorCode EntraThrottled = new(
        "entra-throttled",
        FinalStatus.FailedPrecondition,
        "Microsoft Entra ID asked to wait for longer than the mount may take.",
        "Kubelet will retry. If the error persists, look for what else asks for tokens of this application.");

    public static readonly ErrorCode EntraFailed = new(
        "entra-failed",
        FinalStatus.FailedPrecondition,
        "Microsoft Entra ID, or something in its place, sent no usable response.",
        "Kubelet will retry. If the error persists, check the proxy settings of the provider and the status of "
        + "Azure.");

    public static readonly ErrorCode EntraRefused = new(
        "entra-refused",
        FinalStatus.Unauthenticated,
        "Microsoft Entra ID gave no token, for a reason that has no section of its own.",
        "Look the AADSTS number of the message up in Entra's list of error codes, and the request up in the "
        + "application's sign-in log.");

    public static readonly ErrorCode FederatedCredentialMissing = new(
        "federated-credential-missing",
        FinalStatus.Unauthenticated,
        "The application has no federated credential for this service account.",
        "Add a federated credential to the application or managed identity with exactly the issuer, subject and "
        + "audience of the message. A new one takes some minutes to spread; kubelet will retry.");

    public static readonly ErrorCode ApplicationNotFound = new(
        "application-not-found",
        FinalStatus.Unauthenticated,
        "The application does not exist in the tenant.",
        "Check clientID and tenantID: the application or managed identity must exist in that tenant.");

    public static readonly ErrorCode TenantNotFound = new(
        "tenant-not-found",
        FinalStatus.Unauthenticated,
        "The tenant does not exist in this cloud.",
        "Check tenantID and cloudName.");

    public static readonly ErrorCode AssertionNotValidNow = new(
        "assertion-not-valid-now",
        FinalStatus.Unauthenticated,
        "Entra takes the service-account token as expired or not yet valid.",
        "Check the clocks of this node and of the cluster's API server.");

    public static readonly ErrorCode AssertionUnverified = new(
        "assertion-unverified",
        FinalStatus.Unauthenticated,
        "Entra could not verify the service-account token with the keys of the cluster's issuer.",
        "Check that the issuer's address serves .well-known/openid-configuration and the cluster's present keys to "
        + "the internet.");

    public static readonly ErrorCode ClientSecretRefused = new(
        "client-secret-refused",
        FinalStatus.Unauthenticated,
        "The service principal's client secret is wrong or has expired.",
        "Create a new client secret for the application and put its value, not its id, into the Secret of "
        + "nodePublishSecretRef.");

    public static readonly ErrorCode ConditionalAccess = new(
        "conditional-access",
        FinalStatus.Unauthenticated,
        "A conditional access policy of the tenant refuses this sign-in.",
        "Ask the tenant's administrator to exclude the application from the policy, or to allow the address that "
        + "this node calls from.");

    public static readonly ErrorCode TokenProxyUnreachable = new(
        "token-proxy-unreachable",
        FinalStatus.FailedPrecondition,
        "No trusted connection to the cluster's token proxy could be made.",
        "Check that the cluster has AKS identity binding, --token-proxy-url and --sni-name, and that the provider's "
        + "pod mounts the cluster's ca.crt (manifests/overlays/token-proxy). The next mount retries.");

    public static readonly ErrorCode TokenProxyRefused = new(
        "token-proxy-refused",
        FinalStatus.PermissionDenied,
        "The cluster's token proxy refused the pod's service account.",
        "Give the service account the verb use-managed-identity on the API group cid.wi.aks.azure.com, resource name "
        + "the client id, and bind the identity to the cluster.");
}
