namespace Provider.Telemetry;

/// <summary>Where an object of a mount came from.</summary>
internal enum ReadSource
{
    /// <summary>The vault was called for this mount.</summary>
    Vault,

    /// <summary>The vault was being called for another mount of the same principal.</summary>
    Shared,

    /// <summary>A recent read was cached; rotation only.</summary>
    Cached,

    /// <summary>The vault does not have it, and it is optional.</summary>
    Absent,
}
