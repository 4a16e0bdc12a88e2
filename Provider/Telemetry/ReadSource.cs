namespace Provider.Telemetry;

/// <summary>Where an object of a mount came from.</summary>
internal enum ReadSource
{
    /// <summary>The vault was asked for this mount.</summary>
    Vault,

    /// <summary>The vault was being asked for another mount of the same principal.</summary>
    Shared,

    /// <summary>The vault had been asked a little while ago; rotation only.</summary>
    Cached,

    /// <summary>Nowhere: the vault does not have it, and it is optional.</summary>
    Absent,
}
