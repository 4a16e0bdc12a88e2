namespace Provider.Identity.PodIdentity;

/// <summary>What an answer of NMI that holds no token means.</summary>
internal enum NmiVerdict
{
    /// <summary>No identity is assigned to the pod, or not yet.</summary>
    NotAssigned,

    /// <summary>The identity gets no token, and trying again will not change that.</summary>
    Refused,

    /// <summary>The identity gets no token just now.</summary>
    RefusedForNow,

    /// <summary>The AzureIdentity itself is wrong.</summary>
    Misconfigured,

    /// <summary>The request did not come from the host's own address.</summary>
    NotFromHost,

    /// <summary>This is not NMI, or not its protocol.</summary>
    WrongProtocol,

    /// <summary>Any other trouble: taken as passing.</summary>
    Passing,
}
