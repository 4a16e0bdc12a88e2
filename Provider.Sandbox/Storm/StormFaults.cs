using System.Collections.Immutable;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Nmi;

namespace Provider.Sandbox.Storm;

/// <summary>The faults of the cloud's services, with their names in the table.</summary>
internal static class StormFaults
{
    private const int HugeBody = 10 * 1024 * 1024;
    private const NmiVersion OldNmi = NmiVersion.V1Dot6Dot0;
    private const string Pods = "shop";
    private const string Pod = "web";

    /// <summary>The faults of every service.</summary>
    public static IReadOnlyList<(string Name, Fault Fault)> All { get; } =
    [
        ("redirect", Fault.Redirect(new Uri("https://elsewhere.example/"))),
        ("connection broken", new Fault.Abort()),
        ("no response", new Fault.Hang()),
        ("400", new Fault.Respond(400)),
        ("401", new Fault.Respond(401)),
        ("403", new Fault.Respond(403)),
        ("404", new Fault.Respond(404)),
        ("429, Retry-After 1 s", Fault.Throttled(TimeSpan.FromSeconds(1))),
        ("429, Retry-After 300 s", Fault.Throttled(TimeSpan.FromSeconds(300))),
        ("429, no Retry-After", Fault.Throttled(null)),
        ("429, Retry-After 0", Waiting("0")),
        ("429, Retry-After 2147483647", Waiting("2147483647")),
        ("429, Retry-After in 9999", Waiting("Fri, 31 Dec 9999 23:59:59 GMT")),
        ("500", new Fault.Respond(500)),
        ("503", new Fault.Respond(503)),
        .. new[] { 302, 401, 403, 404, 407 }.Select(status => ($"{status}, a proxy's HTML", Fault.Html(status))),
        ("400, half a surrogate pair", new Fault.Respond(400, Surrogates)),
        ("200, half a surrogate pair", new Fault.Respond(200, Surrogates)),
        ("not JSON", new Fault.Respond(200, "{\"value\":")),
        ("empty body", new Fault.Respond(200)),
        ("10 MiB body", new Fault.Huge(HugeBody)),
        ("body cut short", new Fault.Truncate()),
        ("body stalls", new Fault.Stall()),
        ("body drips", new Fault.Drip(8, TimeSpan.FromMilliseconds(100))),
    ];

    private const string Surrogates =
        """{"error":"\ud800","error_description":"\ud800","access_token":"\ud800","token":{"access_token":"\ud800"}}""";

    private const string Id = "https://faults.vault.azure.net/secrets/one";

    private static readonly IReadOnlyList<(string Name, Fault Fault)> OfNmi =
    [
        ("403, no AzureAssignedIdentity", Fault.Of(NmiResponses.NoAssignedIdentity(Pods, Pod))),
        ("403, CREATED state failed", Fault.Of(NmiResponses.NeverAssigned(Pods, Pod, OldNmi))),
        ("403, ASSIGNED state failed", Fault.Of(NmiResponses.NeverOnNode(Pods, Pod, OldNmi))),
        ("403, no azure identity found", Fault.Of(NmiResponses.NoIdentity(version: OldNmi))),
        ("403, failed to get pod", Fault.Of(NmiResponses.PodUnknown(Pods, Pod, OldNmi))),
        ("403, secrets not found", Fault.Of(NmiResponses.SecretMissing("sp", OldNmi))),
        ("403, Kubernetes secret not found", Fault.Of(NmiResponses.SecretMissing("sp", NmiVersion.V1Dot8Dot5))),
        ("403, parameter 'secret' is empty", Fault.Of(NmiResponses.IdentityMalformed(OldNmi))),
        ("403, refresh request not sent", Fault.Of(NmiResponses.RefreshFailed(OldNmi))),
        ("503, refresh request not sent", Fault.Of(NmiResponses.RefreshFailed())),
        ("404, no azure identity found", Fault.Of(NmiResponses.NoIdentity())),
        ("403, Azure refused, AADSTS7000222", Fault.Of(NmiResponses.Refused(
            401, """{"error":"invalid_client","error_description":"AADSTS7000222: The secret has expired."}"""))),
        ("403, IMDS failed with 500", Fault.Of(NmiResponses.Refused(500, "{}"))),
        // NMI itself retries a failing IMDS for so long.
        ("no response for 112 s", new Fault.Delay(TimeSpan.FromSeconds(112))),
    ];

    private static readonly IReadOnlyList<(string Name, Fault Fault)> OfEntra =
    [
        ("AADSTS700213, no such subject", Entra(401, "invalid_client", 700213)),
        ("AADSTS7002138, case differs", Entra(401, "invalid_client", 7002138)),
        ("AADSTS500011, resource unknown", Entra(400, "invalid_resource", 500011)),
        ("AADSTS123456, unknown number", Entra(400, "invalid_request", 123456)),
    ];

    private static readonly IReadOnlyList<(string Name, Fault Fault)> OfVault =
    [
        ("401 AKV10046", Vault(401, "Unauthorized", "AKV10046: Unable to resolve the key used for the signature.")),
        ("401 AKV10022", Vault(401, "Unauthorized", "AKV10022: Invalid audience.")),
        ("401 AKV10032", Vault(401, "Unauthorized", "AKV10032: Invalid issuer.")),
        ("403 AccessDenied", Vault(403, "Forbidden", "Denied.", "AccessDenied")),
        ("403 ForbiddenByRbac", Vault(403, "Forbidden", "Denied.", "ForbiddenByRbac")),
        ("403 ForbiddenByFirewall", Vault(403, "Forbidden", "Denied.", "ForbiddenByFirewall")),
        ("404 SecretNotFound", Vault(404, "SecretNotFound", "Not found.")),
        ("409 ObjectIsDeletedButRecoverable",
            Vault(409, "Conflict", "Deleted.", "ObjectIsDeletedButRecoverable")),
        ("409 ObjectIsBeingRecovered", Vault(409, "Conflict", "Recovering.", "ObjectIsBeingRecovered")),
        ("200 without id", new Fault.Respond(200, """{"value":"1"}""")),
        ("200 without a version in the id", new Fault.Respond(200, $$"""{"value":"1","id":"{{Id}}"}""")),
        ("200 without value", new Fault.Respond(200, $$"""{"id":"{{Id}}/0123456789abcdef0123456789abcdef"}""")),
    ];

    /// <summary>The faults of one service only.</summary>
    public static IReadOnlyList<(string Name, Fault Fault)> Of(string service) => service switch
    {
        Services.Nmi => OfNmi,
        Services.Entra or Services.TokenProxy => OfEntra,
        Services.Vault => OfVault,
        _ => [],
    };

    private static Fault.Respond Waiting(string retryAfter) => new Fault.Respond(
        429, Headers: ImmutableDictionary<string, string>.Empty.Add("Retry-After", retryAfter));

    private static Fault Entra(int status, string error, int number) =>
        Fault.Of(Cloud.Entra.EntraErrors.Error(status, error, number, "Refused."));

    private static Fault Vault(int status, string code, string message, string? inner = null) =>
        Fault.Of(CloudResponse.Json(status, Cloud.Vault.VaultJson.Error(code, message, inner)));
}
