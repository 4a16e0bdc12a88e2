namespace Provider.Model;

/// <summary>The gRPC statuses in which a failed mount may end; the values are gRPC's own numbers.</summary>
// Kubelet takes Canceled, DeadlineExceeded, Unavailable, ResourceExhausted and Aborted as "not final" and keeps the
// target directory. With rotation on, the driver then finds that directory and responds OK to the next attempt, without
// mounting anything: the pod starts with an empty volume. Those statuses are not in this set, so no mount can end in
// one.
internal enum FinalStatus
{
    /// <summary>An external failure without a better status: an undocumented response, a timeout.</summary>
    Unknown = 2,

    /// <summary>The SecretProviderClass or the pod's volume attributes must be changed.</summary>
    InvalidArgument = 3,

    /// <summary>A vault, an object or an object version does not exist.</summary>
    NotFound = 5,

    /// <summary>The identity is known but may not read this.</summary>
    PermissionDenied = 7,

    /// <summary>
    /// Something outside the provider must change first: an assignment, a node, a network, a stored value.
    /// </summary>
    FailedPrecondition = 9,

    Internal = 13,

    /// <summary>No token was granted, or the vault did not accept it.</summary>
    Unauthenticated = 16,
}
