namespace Provider.Mounting;

/// <summary>What can end a mount early.</summary>
internal enum CancellationReason
{
    None,

    /// <summary>The driver canceled the call or its connection broke.</summary>
    CallerCanceled,

    DeadlineExceeded,

    /// <summary>The provider stops, and its time to drain is over.</summary>
    ShuttingDown,
}
