using System.Collections.Concurrent;

namespace Provider.Sandbox.Cloud.Entra;

/// <summary>A directory: its applications, and the checks before one gets a token.</summary>
internal sealed class EntraTenant(string id, TimeProvider time)
{
    private const string JwtBearer = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private readonly ConcurrentDictionary<string, EntraApplication> applications =
        new(StringComparer.OrdinalIgnoreCase);

    public string Id => id;

    /// <summary>An application, registered at its first use.</summary>
    public EntraApplication this[string clientId] =>
        applications.GetOrAdd(clientId, added => new EntraApplication(added));

    /// <summary>The error of a token request; null if it gets a token.</summary>
    public CloudResponse? Refusal(RecordedCall call)
    {
        var clientId = call.Form.GetValueOrDefault("client_id", "");
        if (!applications.TryGetValue(clientId, out var application))
        {
            return EntraErrors.ApplicationNotFound(clientId, id);
        }

        if (call.Form.GetValueOrDefault("client_assertion_type") == JwtBearer)
        {
            return Refusal(application, Assertion.Read(call.Form.GetValueOrDefault("client_assertion", "")));
        }

        return call.Form.TryGetValue("client_secret", out var secret)
            ? Refusal(application, secret)
            : EntraErrors.NoCredential();
    }

    private static CloudResponse? Refusal(EntraApplication application, string secret) =>
        application.Accepts(secret) switch
        {
            null => EntraErrors.SecretWrong(application.ClientId),
            false => EntraErrors.SecretExpired(application.ClientId),
            true => null,
        };

    // In the service's order: what the assertion is, then issuer, audience and subject against the credentials that are
    // left.
    private CloudResponse? Refusal(EntraApplication application, Assertion? assertion)
    {
        if (assertion is null)
        {
            return EntraErrors.AssertionMalformed();
        }

        if (assertion.ExpiresOn <= time.GetUtcNow())
        {
            return EntraErrors.AssertionExpired();
        }

        var credentials = application.FederatedCredentials.ToList();
        var ofIssuer = credentials.Where(credential => credential.Issuer == assertion.Issuer).ToList();
        var ofAudience = ofIssuer.Where(credential => credential.Audience == assertion.Audience).ToList();
        return credentials.Count == 0 ? EntraErrors.NoFederatedCredential(application.ClientId)
            : ofIssuer.Count == 0 ? EntraErrors.IssuerUnknown(assertion.Issuer)
            : ofAudience.Count == 0 ? EntraErrors.AudienceUnknown(assertion.Audience)
            : ofAudience.Exists(credential => credential.Subject == assertion.Subject) ? null
            : EntraErrors.SubjectUnknown(assertion.Subject);
    }
}
