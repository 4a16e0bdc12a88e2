using Provider.Model;

namespace Provider.Tool.Login;

/// <summary>
/// The identity of a local mount, and what it authenticates with. The caller reads it from the environment.
/// </summary>
internal sealed record LocalLogin(CredentialKind Kind)
{
    /// <summary>An application's or managed identity's client id, where the class names none.</summary>
    public string? ClientId { get; init; }

    /// <summary>The Entra tenant, where the class names none.</summary>
    public string? Tenant { get; init; }

    public SecretText? ClientSecret { get; init; }

    public string? FederatedTokenFile { get; init; }
}
