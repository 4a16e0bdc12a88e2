namespace Provider.Mounting;

/// <summary>What can end a mount early.</summary>
internal enum CancellationReason
{
    /// <summary>Nothing has.</summary>
    None,

    /// <summary>The driver canceled the call or its connection broke.</summary>
    CallerCanceled,

    /// <summary>The mount's own deadline has passed.</summary>
    DeadlineExceeded,

    /// <summary>The provider stops, and its time to drain is over.</summary>
    ShuttingDown,
}
