namespace Provider.Model;

/// <summary>The words a SecretProviderClass uses for the object types.</summary>
internal static class ObjectTypeNames
{
    /// <summary>The word for a type, as the field <c>objectType</c> and the object ids spell it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is none of the set.</exception>
    public static string ToWireName(this ObjectType type) => type switch
    {
        ObjectType.Secret => "secret",
        ObjectType.Key => "key",
        ObjectType.Certificate => "cert",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };
}
