using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Reads one type of a vault's objects.</summary>
internal interface IObjectReader
{
    /// <summary>Reads one version of an object.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="version">A version id; none means the latest.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <exception cref="Azure.RequestFailedException">The vault refused.</exception>
    Task<VaultObject> ReadAsync(string name, string? version, CancellationToken cancellationToken);

    /// <summary>Lists every version of an object, page after page, in no order.</summary>
    /// <param name="name">The object's name.</param>
    /// <param name="cancellationToken">The mount's deadline.</param>
    /// <exception cref="Azure.RequestFailedException">The vault refused.</exception>
    IAsyncEnumerable<ObjectVersion> ListAsync(string name, CancellationToken cancellationToken);
}
