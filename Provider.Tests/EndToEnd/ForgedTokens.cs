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
    /// <summary>Texts that could be a token, and that a lenient reader takes for the victim's.</summary>
    public static readonly string[] LenientlyRead =
    [
        "victim's claims last", "victim's claims first", "array oid", "upper-case oid", "another iss", "another tid",
        "another oid", "another appid", "another azp", "four parts", "five parts", "padding", "another alphabet",
    ];

    /// <summary>Texts that are not one token, and that a lenient reader takes for one.</summary>
    public static readonly string[] NotOneToken =
    [
        "comma", "space", "two credentials", "CR LF", "tab", "not ASCII", "too long",
    ];

    /// <summary>A token with the victim's claims, which no issuer has signed.</summary>
    public static string OtherSignature(string victims) =>
        $"{victims.Split('.')[0]}.{victims.Split('.')[1]}.forged";

    /// <summary>One of the texts above, made of the victim's token and of one that is the attacker's own.</summary>
    public static string Make(string form, string victims, string own)
    {
        var forged = OtherSignature(victims);
        var (claims, ownClaims) = (Payload(victims), Payload(own));
        return form switch
        {
            "victim's claims last" => Jwt($"{ownClaims[..^1]},{claims[1..]}"),
            "victim's claims first" => Jwt($"{claims[..^1]},{ownClaims[1..]}"),
            "array oid" => Jwt(With(claims, "oid", oid => new JsonArray((string)oid!))),
            "upper-case oid" => Jwt(With(claims, "oid", oid => ((string)oid!).ToUpperInvariant())),
            "four parts" => $"{forged}.x",
            "five parts" => $"x.{victims.Split('.')[1]}.{own}",
            "padding" => $"{forged}=",
            "another alphabet" => $"{forged}~",
            "comma" => $"{own},{forged}",
            "space" => $"{own} {forged}",
            "two credentials" => $"{own}, Bearer {forged}",
            "CR LF" => $"{own}\r\nX-Injected: 1",
            "tab" => $"{own}\t{forged}",
            "not ASCII" => $"{own}\u00e9",
            "too long" => own + new string('x', 16 * 1024),
            _ => Jwt(With(claims, form["another ".Length..], text => $"{text}x")),
        };
    }

    /// <summary>
    /// Has the issuer of an access mode return a text for one pod, with a client id beside it, after a delay.
    /// </summary>
    public static void Return(
        SandboxCloud cloud, WorkloadPod pod, string text, string clientId, TimeSpan after = default)
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
        if (after > TimeSpan.Zero)
        {
            cloud.Faults.Add(call => IsFor(pod, call), new Fault.Delay(after));
        }

        cloud.Faults.Add(call => IsFor(pod, call), fault);
    }

    /// <summary>Whether a call is a request for a pod's token.</summary>
    public static bool IsFor(WorkloadPod pod, RecordedCall call) => call.Service switch
    {
        Services.Nmi => call.Headers.GetValueOrDefault("podname") == pod.Name,
        Services.Imds => call.Query.GetValueOrDefault("client_id") == pod.Identity,
        Services.Entra or Services.TokenProxy => call.Form.GetValueOrDefault("client_id") == pod.Identity,
        _ => false,
    };

    private static string Payload(string token) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1]));

    private static string Jwt(string payload) =>
        $"{Base64Url.EncodeToString("{}"u8)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.forged";

    private static string With(string payload, string member, Func<JsonNode?, JsonNode> change)
    {
        var claims = JsonNode.Parse(payload)!.AsObject();
        claims[member] = change(claims[member]);
        return claims.ToJsonString();
    }
}
