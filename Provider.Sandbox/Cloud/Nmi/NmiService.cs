using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>aad-pod-identity's NMI v1.8: its path, its headers, its answers, its texts.</summary>
/// <param name="tokens">Issues the tokens.</param>
internal sealed class NmiService(Tokens tokens)
{
    private const string TokenPath = "/host/token/";

    /// <summary>The client id that is assigned to a pod, by <c>namespace/name</c>.</summary>
    public ConcurrentDictionary<string, string> Assigned { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    public async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.Value!.Contains("//", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 301;
            context.Response.Headers.Location = TokenPath;
            return;
        }

        if (request.Path != TokenPath)
        {
            await WriteAsync(context, 400, """{"error":"invalid_request","error_description":"Identity not found"}""", "application/json");
            return;
        }

        string ns = request.Headers["podns"].ToString(), pod = request.Headers["podname"].ToString(), resource = request.Query["resource"].ToString();
        if (ns.Length == 0 || pod.Length == 0 || resource.Length == 0)
        {
            await WriteAsync(context, 400, "missing 'podname' and 'podns' from request header\n", "text/plain");
        }
        else if (!Assigned.TryGetValue($"{ns}/{pod}", out var clientId))
        {
            await WriteAsync(context, 404, $"no azure identity found for request clientID \n", "text/plain");
        }
        else
        {
            await WriteAsync(context, 200, Success(clientId, resource), "application/json");
        }
    }

    private string Success(string clientId, string resource)
    {
        var token = tokens.Issue(clientId, resource);
        return JsonSerializer.Serialize(new
        {
            token = new
            {
                access_token = token.Text,
                refresh_token = "",
                expires_in = "86399",
                expires_on = token.ExpiresOn.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                not_before = "1700000000",
                resource,
                token_type = "Bearer",
            },
            clientid = clientId,
        });
    }

    private static Task WriteAsync(HttpContext context, int status, string body, string contentType)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body, context.RequestAborted);
    }
}
