namespace Provider.Sandbox.Driver;

/// <summary>A service-account token as kubelet hands it over.</summary>
internal sealed record ServiceAccountToken(string Text, DateTimeOffset ExpiresOn)
{
    /// <summary>Says nothing of what is inside.</summary>
    public override string ToString() => nameof(ServiceAccountToken);
}
