using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Nmi;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// Texts that a tenant can have returned as its token: with an AzureIdentity of type 1 and an adEndpoint of its own,
/// any.
/// </summary>
internal static class ForgedTokens
{
    public static readonly string[] Names =
    [
        "junk", "other signature", "duplicate oid", "array oid", "comma", "CR LF", "two tokens", "trailing text",
        "four parts",
    ];

    /// <summary>A text that claims to be a principal's token.</summary>
    public static string Make(string name, string real)
    {
        var parts = real.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        var forged = $"{parts[0]}.{parts[1]}.forged";
        string With(string members) =>
            $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload[..^1] + members + "}"))}.forged";
        return name switch
        {
            "junk" => "junk",
            "other signature" => forged,
            "duplicate oid" => With(",\"oid\":\"x\""),
            "array oid" => With(",\"oid\":[\"x\"]"),
            "comma" => $"{forged},x",
            "CR LF" => $"{forged}\r\nX-Injected: 1",
            "two tokens" => $"{forged} Bearer {forged}",
            "trailing text" => $"{forged}=",
            _ => $"{forged}.x",
        };
    }

    /// <summary>
    /// Has the issuer of an access mode return a text for one pod, with the victim's client id beside it.
    /// </summary>
    public static void Return(SandboxCloud cloud, WorkloadPod pod, string text, string clientId)
    {
        var now = TimeProvider.System.GetUtcNow();
        var token = new IssuedToken(text, clientId, "https://vault.azure.net", now, now.AddHours(1));
        var fault = pod.Access == AccessKind.PodIdentity
            ? Fault.Of(NmiResponses.Token(token, clientId))
            : Fault.Of(CloudResponse.Json(200, new JsonObject
            {
                ["access_token"] = text,
                ["client_id"] = clientId,
                ["expires_on"] = token.ExpiresOn.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                ["expires_in"] = 3600,
            }));
        cloud.Faults.Add(call => IsOf(pod, call), fault);
    }

    private static bool IsOf(WorkloadPod pod, RecordedCall call) => call.Service switch
    {
        Services.Nmi => call.Headers.GetValueOrDefault("podname") == pod.Name,
        Services.Imds => call.Query.GetValueOrDefault("client_id") == pod.Identity,
        Services.Entra or Services.TokenProxy => call.Form.GetValueOrDefault("client_id") == pod.Identity,
        _ => false,
    };
}
