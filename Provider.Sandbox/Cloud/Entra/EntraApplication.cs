using System.Collections.Concurrent;

namespace Provider.Sandbox.Cloud.Entra;

/// <summary>
/// An application or managed identity that can request tokens: by secret, or by an assertion that matches one of its
/// credentials.
/// </summary>
internal sealed class EntraApplication(string clientId)
{
    private readonly ConcurrentDictionary<string, bool> secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<FederatedCredential, bool> federated = new();

    public string ClientId => clientId;

    public IEnumerable<FederatedCredential> FederatedCredentials => federated.Keys;

    public EntraApplication AddSecret(string secret)
    {
        secrets[secret] = true;
        return this;
    }

    /// <summary>The secret has expired.</summary>
    public void Expire(string secret) => secrets[secret] = false;

    public EntraApplication Trust(FederatedCredential credential)
    {
        federated[credential] = true;
        return this;
    }

    public void Distrust(FederatedCredential credential) => federated.TryRemove(credential, out _);

    /// <summary>True: valid. False: expired. Null: not this application's.</summary>
    public bool? Accepts(string secret) => secrets.TryGetValue(secret, out var isGood) ? isGood : null;
}

/// <summary>A federated credential of an application: all three must match exactly.</summary>
internal sealed record FederatedCredential(
    string Issuer, string Subject, string Audience = "api://AzureADTokenExchange");
