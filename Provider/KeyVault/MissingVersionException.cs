namespace Provider.KeyVault;

/// <summary>A list of versions has none to read. The mounts that share the read name their own entries in their errors.</summary>
/// <param name="what">What is missing, as the end of "the vault has no ...".</param>
internal sealed class MissingVersionException(string what) : Exception(what);
