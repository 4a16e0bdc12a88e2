using System.Collections.Concurrent;

namespace Provider.Sandbox.Cloud.Entra;

/// <summary>
/// An application or managed identity that may ask for tokens: by secret, or by an assertion that one of its
/// credentials matches.
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

    /// <summary>The secret is known and no longer good.</summary>
    public void Expire(string secret) => secrets[secret] = false;

    public EntraApplication Trust(FederatedCredential credential)
    {
        federated[credential] = true;
        return this;
    }

    public void Distrust(FederatedCredential credential) => federated.TryRemove(credential, out _);

    /// <summary>True: good. False: expired. None: not this application's.</summary>
    public bool? Accepts(string secret) => secrets.TryGetValue(secret, out var isGood) ? isGood : null;
}

/// <summary>Whose assertions an application takes: all three must match, letter by letter.</summary>
internal sealed record FederatedCredential(
    string Issuer, string Subject, string Audience = "api://AzureADTokenExchange");
