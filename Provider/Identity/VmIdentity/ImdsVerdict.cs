namespace Provider.Identity.VmIdentity;

/// <summary>What an answer of IMDS that holds no token means.</summary>
internal enum ImdsVerdict
{
    /// <summary>The VM does not have the identity.</summary>
    NotAssigned,

    /// <summary>The VM has several identities, and none was named.</summary>
    Ambiguous,

    /// <summary>The identity is there and gets no token.</summary>
    Refused,

    /// <summary>Throttled, or IMDS is being updated: it passes.</summary>
    Passing,

    /// <summary>This is not IMDS.</summary>
    WrongProtocol,
}
