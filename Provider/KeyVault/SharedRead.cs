using System.Collections.Immutable;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.KeyVault;

/// <summary>The answer to a read, and where it came from.</summary>
/// <param name="Objects">The entry's versions, newest first.</param>
/// <param name="Source">Where they came from.</param>
internal sealed record SharedRead(ImmutableArray<VaultObject> Objects, ReadSource Source);
