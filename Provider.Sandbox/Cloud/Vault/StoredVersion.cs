using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>
/// One version of an object in the stand-in vault; which of the last members are set depends on its collection.
/// <c>Id</c>: its version id: 32 hexadecimal digits, as the service's.
/// </summary>
internal sealed record StoredVersion(string Name, string Id, DateTimeOffset Created)
{
    public bool Enabled { get; init; } = true;

    /// <summary>From when it is meant to be used; null when it always is.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>When it expires; null when it never does.</summary>
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

    /// <summary>A certificate, DER; none while it is pending.</summary>
    public byte[]? Certificate { get; init; }
}
