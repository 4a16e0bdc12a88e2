using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>
/// One version of an object in a simulated vault; the last members depend on its collection. <c>Id</c>: its version id:
/// 32 hexadecimal digits, as the service's.
/// </summary>
internal sealed record StoredVersion(string Name, string Id, DateTimeOffset Created)
{
    public bool Enabled { get; init; } = true;

    /// <summary>The start of its validity; null without a limit.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When it expires; null when it does not expire.</summary>
    public DateTimeOffset? Expires { get; init; }

    public string? Value { get; init; }

    /// <summary>A secret's content type; a certificate's: that of its secret.</summary>
    public string? ContentType { get; init; }

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string,
        string>.Empty;

    /// <summary>Whether the secret or key belongs to a certificate: the secret then names its key.</summary>
    public bool IsManaged { get; init; }

    /// <summary>A key's public JSON Web Key, without its <c>kid</c>.</summary>
    public JsonObject? Key { get; init; }

    /// <summary>A certificate in DER; null while it is pending.</summary>
    public byte[]? Certificate { get; init; }
}
