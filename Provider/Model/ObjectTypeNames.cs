namespace Provider.Model;

/// <summary>The names that a SecretProviderClass uses for the object types.</summary>
internal static class ObjectTypeNames
{
    /// <summary>The name of a type in the field <c>objectType</c> and in object ids.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the set.</exception>
    public static string ToWireName(this ObjectType type) => type switch
    {
        ObjectType.Secret => "secret",
        ObjectType.Key => "key",
        ObjectType.Certificate => "cert",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
