using Azure.Core;

namespace Provider.KeyVault;

/// <summary>Options of <see cref="KeyReader"/>'s pipeline: those that every client of Azure's libraries has, and no more.</summary>
internal sealed class KeyClientOptions : ClientOptions;
