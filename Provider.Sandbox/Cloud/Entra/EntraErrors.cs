using System.Globalization;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Entra;

/// <summary>
/// Entra's error responses: the OAuth error, the AADSTS number in the text and in a list, and the ids for support.
/// </summary>
internal static class EntraErrors
{
    private const string NoMatch = "No matching federated identity record found for presented assertion";
    private const string Timestamp = "2026-01-01 00:00:00Z";

    public static CloudResponse TenantNotFound(string tenant) =>
        Error(400, "invalid_request", 90002,
            $"Tenant '{tenant}' not found. Check that the tenant ID and the cloud are correct.");

    public static CloudResponse GrantTypeUnsupported(string grant) =>
        Error(400, "unsupported_grant_type", 70003, $"The app requested an unsupported grant type '{grant}'.");

    public static CloudResponse ScopeMalformed(string scope) =>
        Error(400, "invalid_scope", 1002012,
            $"The provided value for scope {scope} is not valid: it must end in /.default.");

    public static CloudResponse ApplicationNotFound(string clientId, string tenant) =>
        Error(400, "unauthorized_client", 700016,
            $"Application with identifier '{clientId}' was not found in the directory '{tenant}'.");

    public static CloudResponse NoCredential() =>
        Error(401, "invalid_client", 7000218, "The request body must contain 'client_assertion' or 'client_secret'.");

    public static CloudResponse SecretWrong(string clientId) =>
        Error(401, "invalid_client", 7000215,
            $"Invalid client secret provided for app '{clientId}': send its value, not its ID.");

    public static CloudResponse SecretExpired(string clientId) =>
        Error(401, "invalid_client", 7000222, $"The provided client secret keys for app '{clientId}' are expired.");

    public static CloudResponse AssertionMalformed() =>
        Error(401, "invalid_client", 50027, "JWT token is invalid or malformed.");

    public static CloudResponse AssertionExpired() =>
        Error(401, "invalid_client", 700024, "Client assertion is not within its valid time range.");

    public static CloudResponse NoFederatedCredential(string clientId) =>
        Error(400, "invalid_request", 70021,
            NoMatch + $". Application '{clientId}' has no federated identity credentials.");

    public static CloudResponse IssuerUnknown(string issuer) =>
        Error(401, "invalid_client", 700211, NoMatch + $" issuer '{issuer}'.");

    public static CloudResponse AudienceUnknown(string audience) =>
        Error(401, "invalid_client", 700212, NoMatch + $" audience '{audience}'.");

    public static CloudResponse SubjectUnknown(string subject) =>
        Error(401, "invalid_client", 700213, NoMatch + $" subject '{subject}'.");

    public static CloudResponse Error(int status, string error, int number, string text)
    {
        string trace = Guid.NewGuid().ToString(), correlation = Guid.NewGuid().ToString();
        return CloudResponse.Json(status, new JsonObject
        {
            ["error"] = error,
            ["error_description"] = string.Create(
                CultureInfo.InvariantCulture,
                $"AADSTS{number}: {text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {Timestamp}"),
            ["error_codes"] = new JsonArray(number),
            ["timestamp"] = Timestamp,
            ["trace_id"] = trace,
            ["correlation_id"] = correlation,
            ["error_uri"] =
                string.Create(CultureInfo.InvariantCulture, $"https://login.microsoftonline.com/error?code={number}"),
        });
    }
}
