using System.Collections.Immutable;

namespace Provider.Sandbox.Cloud;

/// <summary>The names of the simulated services in the call log and in fault rules.</summary>
internal static class Services
{
    public const string Vault = "vault";
    public const string Entra = "entra";
    public const string Nmi = "nmi";
    public const string Imds = "imds";
    public const string TokenProxy = "token-proxy";

    public static ImmutableArray<string> All { get; } = [Vault, Entra, Imds, Nmi, TokenProxy];
}
