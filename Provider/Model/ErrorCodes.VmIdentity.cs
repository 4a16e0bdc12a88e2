namespace Provider.Model;

/// <content>The managed identity of the node.</content>
internal static partial class ErrorCodes
{
    public static readonly ErrorCode ImdsUnreachable = new(
        "imds-unreachable",
        FinalStatus.FailedPrecondition,
        "The node's instance metadata service did not take the connection.",
        "Check that the node is an Azure VM or scale set instance, that nothing blocks 169.254.169.254, and "
        + "hostNetwork: true on the provider's DaemonSet.");

    public static readonly ErrorCode ImdsTimeout = new(
        "imds-timeout",
        FinalStatus.FailedPrecondition,
        "The node's instance metadata service did not respond within the mount's time.",
        "Kubelet will retry. If the error persists, check that the provider's DaemonSet has hostNetwork: true "
        + "(aad-pod-identity's NMI takes IMDS calls from the pod network), and that nothing blocks 169.254.169.254 "
        + "on this node.");

    public static readonly ErrorCode ImdsFailed = new(
        "imds-failed",
        FinalStatus.FailedPrecondition,
        "The node's instance metadata service sent no usable response.",
        "Kubelet will retry. If the error persists, check the health of this VM in Azure, and "
        + "AZURE_POD_IDENTITY_AUTHORITY_HOST or --imds-endpoint where they are set.");

    public static readonly ErrorCode VmIdentityNotAssigned = new(
        "vm-identity-not-assigned",
        FinalStatus.FailedPrecondition,
        "The node's VM or scale set does not have this managed identity.",
        "Assign it with az vmss identity assign or az vm identity assign, or change userAssignedIdentityID; without "
        + "it the system-assigned identity is used, which must be turned on.");

    public static readonly ErrorCode VmIdentityAmbiguous = new(
        "vm-identity-ambiguous",
        FinalStatus.InvalidArgument,
        "The node's VM or scale set has several managed identities and no system-assigned one.",
        "Name one of them in userAssignedIdentityID.");

    public static readonly ErrorCode VmIdentityRefused = new(
        "vm-identity-refused",
        FinalStatus.Unauthenticated,
        "Azure gave no token for the node's managed identity.",
        "Check that the identity still exists and is assigned to this node's VM or scale set, and cloudName.");
}
