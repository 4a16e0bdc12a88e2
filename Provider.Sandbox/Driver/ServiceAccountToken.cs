namespace Provider.Sandbox.Driver;

/// <summary>A service-account token as kubelet hands it over.</summary>
internal sealed record ServiceAccountToken(string Text, DateTimeOffset ExpiresOn)
{
    public override string ToString() => nameof(ServiceAccountToken);
}
