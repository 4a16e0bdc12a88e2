using System.Globalization;
using System.Text.Json.Nodes;

namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>Everything that NMI 1.8 answers, in its own words; tests script faults with them.</summary>
internal static class NmiAnswers
{
    // Go writes JSON through net/http without naming its type; the sniffer calls it plain text.
    public static CloudAnswer Token(IssuedToken token, string clientId) =>
        CloudAnswer.Text(200, TokenJson(token, clientId).ToJsonString());

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

    public static CloudAnswer WrongPath() => CloudAnswer.Json(
        400,
        new JsonObject { ["error"] = "invalid_request", ["error_description"] = "Required metadata header not specified" });

    public static CloudAnswer Moved(string location) => CloudAnswer.Empty(301).With("Location", location);

    public static CloudAnswer MissingHeaders() => Error(400, "missing 'podname' and 'podns' from request header");

    public static CloudAnswer MissingResource() => Error(400, "parameter resource cannot be empty");

    public static CloudAnswer PodUnknown(string podNamespace, string podName) =>
        Error(404, $"failed to get pod {podNamespace}/{podName}, pod \"{podName}\" not found");

    public static CloudAnswer NoIdentity(string? clientId = null) =>
        Error(404, $"no azure identity found for request clientID {clientId}");

    /// <summary>Standard mode's answer, which NMI gives after 80 s of trying.</summary>
    public static CloudAnswer NeverAssigned(string podNamespace, string podName) => Error(
        404,
        $"getting assigned identities for pod {podNamespace}/{podName} in CREATED state failed after 16 attempts, retry duration [5]s, error: <nil>");

    /// <summary>IMDS or Entra refused the identity with this status.</summary>
    public static CloudAnswer Refused(int upstreamStatus, string body) =>
        Error(403, $"adal: Refresh request failed. Status Code = '{upstreamStatus}'. Response body: {body}");

    public static CloudAnswer NotFromHost() => Error(500, "request remote address is not from a host");

    public static CloudAnswer IdentityElsewhere() => Error(500, "runtime error: index out of range [0] with length 0");

    public static CloudAnswer RefreshFailed() =>
        Error(503, "adal: Failed to execute the refresh request. Error = 'context deadline exceeded'");

    public static CloudAnswer IdentityMalformed() => Error(503, "parameter 'secret' cannot be empty");

    private static CloudAnswer Error(int status, string text) =>
        CloudAnswer.Text(status, text + "\n").With("X-Content-Type-Options", "nosniff");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
