using System.Collections.Immutable;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>Converts an HTTP request to the record for the services and the log.</summary>
internal static class CallReader
{
    public static async Task<RecordedCall> ReadAsync(string service, HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        return new(
            service,
            request.Host.Host,
            request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0],
            Fields(request.QueryString.Value ?? ""),
            request.QueryString.Value ?? "",
            request.Headers.ToImmutableDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            request.HasFormContentType ? Fields(body) : ImmutableDictionary<string, string>.Empty,
            body)
        {
            ServerName = context.Features.Get<ITlsHandshakeFeature>()?.HostName ?? "",
        };
    }

    private static ImmutableDictionary<string, string> Fields(string text) => QueryHelpers.ParseQuery(text)
        .ToImmutableDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase);
}
