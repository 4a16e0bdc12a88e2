namespace Provider.Mounting;

/// <summary>What can end a mount from outside.</summary>
internal enum MountEnd
{
    /// <summary>Nothing has.</summary>
    None,

    /// <summary>The driver canceled the call or its connection broke.</summary>
    CallerLeft,

    /// <summary>The mount's own deadline has passed.</summary>
    TimeIsUp,

    /// <summary>The provider stops, and its time to drain is over.</summary>
    ProviderStops,
}
