namespace Provider.Sandbox.Driver;

/// <summary>A service-account token as kubelet hands it over.</summary>
/// <param name="Text">The JSON Web Token.</param>
/// <param name="ExpiresOn">Until when.</param>
internal sealed record ServiceAccountToken(string Text, DateTimeOffset ExpiresOn)
{
    /// <summary>Says nothing of what is inside.</summary>
    public override string ToString() => nameof(ServiceAccountToken);
}
