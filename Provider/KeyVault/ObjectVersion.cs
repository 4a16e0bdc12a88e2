namespace Provider.KeyVault;

/// <summary>One line of a vault's list of an object's versions.</summary>
/// <param name="Id">The version id.</param>
/// <param name="IsEnabled">Whether it may be read.</param>
/// <param name="CreatedOn">When it was made; none when the vault does not say.</param>
internal sealed record ObjectVersion(string Id, bool IsEnabled, DateTimeOffset? CreatedOn);
