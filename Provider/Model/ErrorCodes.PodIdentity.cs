namespace Provider.Model;

/// <content>Pod identity.</content>
internal static partial class ErrorCodes
{
    public static readonly ErrorCode NmiUnreachable = new(
        "nmi-unreachable",
        FinalStatus.FailedPrecondition,
        "Could not connect to NMI, the part of aad-pod-identity that hands out tokens on each node.",
        "Check that aad-pod-identity's NMI runs on this node, and that the provider's DaemonSet has hostNetwork: "
        + "true; if this cluster does not use pod identity, set clientID for workload identity or "
        + "useVMManagedIdentity instead of usePodIdentity.");

    public static readonly ErrorCode NmiTimeout = new(
        "nmi-timeout",
        FinalStatus.FailedPrecondition,
        "NMI did not respond within the mount's time.",
        "NMI itself waits up to 100 s for an identity that is being assigned, and retries for 112 s when IMDS fails. "
        + "Kubelet will retry. If the error persists, look at MIC's and NMI's logs, and check that IMDS "
        + "(169.254.169.254) works on this node.");

    public static readonly ErrorCode NmiFailed = new(
        "nmi-failed",
        FinalStatus.FailedPrecondition,
        "NMI responded with an error of its own until the mount's time ran out.",
        "Kubelet will retry. If the error persists, look at NMI's log on this node.");

    public static readonly ErrorCode NmiRefusesCaller = new(
        "nmi-refuses-caller",
        FinalStatus.FailedPrecondition,
        "NMI responds to the host's own address only, and the provider's request came from another.",
        "Set hostNetwork: true on the provider's DaemonSet, and keep 127.0.0.1 in --nmi-endpoint.");

    public static readonly ErrorCode NmiProtocol = new(
        "nmi-protocol",
        FinalStatus.Internal,
        "What responded does not speak NMI's protocol, or did not understand the request.",
        "Check --nmi-endpoint, and that NMI is aad-pod-identity v1.5 or later.");

    public static readonly ErrorCode PodIdentityNotAssigned = new(
        "pod-identity-not-assigned",
        FinalStatus.FailedPrecondition,
        "No Azure identity is assigned to the pod.",
        "Check that an AzureIdentityBinding has a selector equal to the pod's label aadpodidbinding (in the pod's "
        + "namespace, where aad-pod-identity runs with --forceNamespaced or in managed mode), that it names an "
        + "AzureIdentity, and that MIC's log shows no error. A first assignment takes about 40 s; kubelet will retry.");

    public static readonly ErrorCode PodIdentityRefused = new(
        "pod-identity-refused",
        FinalStatus.Unauthenticated,
        "The pod's identity is assigned, but Azure gave no token for it.",
        "This is not the binding: check the clientID and resourceID of the AzureIdentity, and that the identity is "
        + "assigned to the node's VM or scale set.");

    public static readonly ErrorCode PodIdentityMisconfigured = new(
        "pod-identity-misconfigured",
        FinalStatus.FailedPrecondition,
        "The AzureIdentity of the pod cannot be used as it is written.",
        "Check the AzureIdentity: its type, its clientPassword secret or certificate, and that it is in the pod's "
        + "namespace.");
}
