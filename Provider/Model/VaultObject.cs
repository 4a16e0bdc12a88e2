namespace Provider.Model;

/// <summary>One version of an object in the vault.</summary>
internal abstract record VaultObject(string Version)
{
    /// <summary>When it expires (<c>exp</c> of its attributes); null when it does not expire.</summary>
    public DateTimeOffset? ExpiresOn { get; init; }

    /// <summary>When it was last changed (<c>updated</c> of its attributes); null when unknown.</summary>
    public DateTimeOffset? UpdatedOn { get; init; }

    /// <summary>When it was created (<c>created</c> of its attributes); null when unknown.</summary>
    public DateTimeOffset? CreatedOn { get; init; }

    /// <summary>Its tags, as a JSON object; null without tags.</summary>
    public string? Tags { get; init; }

    /// <summary>The remark for the log about a version that is disabled, expired or not valid yet.</summary>
    public string? Note { get; init; }
}

/// <summary>A version of a secret. <c>ContentType</c> is null if not set.</summary>
internal sealed record VaultSecret(string Version, SecretText Value, string? ContentType, bool BacksCertificate)
    : VaultObject(Version)
{
    /// <summary>The secret that holds its password, if the entry names one.</summary>
    public VaultSecret? Password { get; init; }
}

/// <summary>A version of a key: its public JSON Web Key (RFC 7518, section 6), unsigned big-endian numbers.</summary>
internal sealed record VaultKey(string Version, string KeyType, string? Curve) : VaultObject(Version)
{
    /// <summary>The field <c>n</c> of an RSA key.</summary>
    public ReadOnlyMemory<byte> Modulus { get; init; }

    /// <summary>The field <c>e</c> of an RSA key.</summary>
    public ReadOnlyMemory<byte> Exponent { get; init; }

    /// <summary>The field <c>x</c> of an elliptic-curve key.</summary>
    public ReadOnlyMemory<byte> X { get; init; }

    /// <summary>The field <c>y</c> of an elliptic-curve key.</summary>
    public ReadOnlyMemory<byte> Y { get; init; }
}

/// <summary>A version of a certificate.</summary>
internal sealed record VaultCertificate(string Version, ReadOnlyMemory<byte> Certificate) : VaultObject(Version);

/// <summary>When a mounted object expires and when it was last changed; null when unknown.</summary>
internal readonly record struct ObjectDates(ObjectType Type, DateTimeOffset? ExpiresOn, DateTimeOffset? UpdatedOn);
