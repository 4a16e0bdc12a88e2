using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Vault;

/// <summary>One version of an object in the stand-in vault.</summary>
/// <param name="Id">Its version id: 32 hexadecimal digits, as the service's.</param>
/// <param name="Created">When it was made.</param>
internal sealed record StoredVersion(string Id, DateTimeOffset Created)
{
    /// <summary>Whether it may be read.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>When it expires; none when it never does.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>A secret's value.</summary>
    public string? Value { get; init; }

    /// <summary>A secret's content type.</summary>
    public string? ContentType { get; init; }

    /// <summary>The key behind a certificate-backed secret; none for any other.</summary>
    public string? KeyId { get; init; }

    /// <summary>A key's public JSON Web Key, without its <c>kid</c>.</summary>
    public JsonObject? Key { get; init; }

    /// <summary>A certificate, DER.</summary>
    public byte[]? Certificate { get; init; }
}
