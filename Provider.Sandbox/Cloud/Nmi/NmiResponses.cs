using System.Globalization;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>
/// NMI's responses, with the texts of each release; tests use them as faults. Those of v1.6.0 and v1.8.17 were
/// recorded; those of v1.5 and v1.8.5 are from their source code.
/// </summary>
internal static class NmiResponses
{
    private static readonly string[] Numbers = ["expires_in", "expires_on", "not_before"];

    // Go's net/http detects JSON without a content type as plain text.
    public static CloudResponse Token(IssuedToken token, string clientId, NmiVersion version = NmiVersion.V1Dot8Dot17)
    {
        var json = TokenJson(token, clientId);
        foreach (var number in version == NmiVersion.V1Dot5 ? Numbers : [])
        {
            json["token"]![number] = long.Parse((string)json["token"]![number]!, CultureInfo.InvariantCulture);
        }

        return CloudResponse.Text(200, json.ToJsonString());
    }

    public static JsonObject TokenJson(IssuedToken token, string clientId) => new()
    {
        ["token"] = new JsonObject
        {
            ["access_token"] = token.Text,
            ["refresh_token"] = "",
            ["expires_in"] = Text((long)(token.ExpiresOn - token.NotBefore).TotalSeconds),
            ["expires_on"] = Text(token.ExpiresOn.ToUnixTimeSeconds()),
            ["not_before"] = Text(token.NotBefore.ToUnixTimeSeconds()),
            ["resource"] = token.Resource,
            ["token_type"] = "Bearer",
        },
        ["clientid"] = clientId,
    };

    public static CloudResponse WrongPath() => CloudResponse.Json(
        400,
        new JsonObject
        {
            ["error"] = "invalid_request",
            ["error_description"] = "Required metadata header not specified",
        });

    public static CloudResponse Moved(string location) => CloudResponse.Empty(301).With("Location", location);

    public static CloudResponse MissingHeaders() => Error(400, "missing 'podname' and 'podns' from request header");

    public static CloudResponse MissingResource() => Error(400, "parameter resource cannot be empty");

    public static CloudResponse PodUnknown(
        string podNamespace, string podName, NmiVersion version = NmiVersion.V1Dot8Dot17) => Error(
        Unassigned(version),
        version <= NmiVersion.V1Dot6Dot0
            ? $"failed to get pod {podNamespace}/{podName}, err: pod with key {podNamespace}/{podName} doesn't exist"
            : $"failed to get pod {podNamespace}/{podName}, pod \"{podName}\" not found");

    public static CloudResponse NoIdentity(string? clientId = null, NmiVersion version = NmiVersion.V1Dot8Dot17) =>
        Error(Unassigned(version), $"no azure identity found for request clientID {clientId}");

    /// <summary>Standard mode's response before v1.8: the pod's identity is not on the node.</summary>
    public static CloudResponse NoAssignedIdentity(string podNamespace, string podName) =>
        Error(403, $"no AzureAssignedIdentity found for pod:{podNamespace}/{podName} in assigned state");

    /// <summary>Standard mode's response, after 80 s of retries.</summary>
    public static CloudResponse NeverAssigned(
        string podNamespace, string podName, NmiVersion version = NmiVersion.V1Dot8Dot17) => Error(
        Unassigned(version),
        $"getting assigned identities for pod {podNamespace}/{podName} in CREATED state failed after 16 attempts, "
        + "retry duration [5]s, error: <nil>");

    /// <summary>Standard mode's response, after 100 s, when MIC could not put the identity on the node.</summary>
    public static CloudResponse NeverOnNode(
        string podNamespace, string podName, NmiVersion version = NmiVersion.V1Dot8Dot17) => Error(
        Unassigned(version),
        $"getting assigned identities for pod {podNamespace}/{podName} in ASSIGNED state failed after 20 attempts, "
        + "retry duration [5]s, error: <nil>");

    /// <summary>IMDS or Entra refused the identity with this status.</summary>
    public static CloudResponse Refused(int upstreamStatus, string body) =>
        Error(403, $"adal: Refresh request failed. Status Code = '{upstreamStatus}'. Response body: {body}");

    public static CloudResponse NotFromHost() => Error(500, "request remote address is not from a host");

    public static CloudResponse IdentityInOtherNamespace() =>
        Error(500, "runtime error: index out of range [0] with length 0");

    public static CloudResponse RefreshFailed(NmiVersion version = NmiVersion.V1Dot8Dot17) =>
        Error(Misconfigured(version),
            "adal: Failed to execute the refresh request. Error = 'context deadline exceeded'");

    public static CloudResponse IdentityMalformed(NmiVersion version = NmiVersion.V1Dot8Dot17) =>
        Error(Misconfigured(version), "parameter 'secret' cannot be empty");

    /// <summary>The Secret of an AzureIdentity of type 1 does not exist; the whole text of v1.6.0.</summary>
    public static CloudResponse SecretMissing(string secret, NmiVersion version = NmiVersion.V1Dot8Dot17) => Error(
        Misconfigured(version), (version <= NmiVersion.V1Dot6Dot0 ? "" : "failed to get Kubernetes secret, error: ")
            + $"secrets \"{secret}\" not found");

    private static int Unassigned(NmiVersion version) => version <= NmiVersion.V1Dot6Dot0 ? 403 : 404;

    private static int Misconfigured(NmiVersion version) => version <= NmiVersion.V1Dot8Dot5 ? 403 : 503;

    private static CloudResponse Error(int status, string text) =>
        CloudResponse.Text(status, text + "\n").With("X-Content-Type-Options", "nosniff");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
