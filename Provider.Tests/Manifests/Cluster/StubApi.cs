using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using YamlDotNet.RepresentationModel;

namespace Provider.Tests.Manifests.Cluster;

/// <summary>
/// As much of the Kubernetes API as helm and kubectl call: discovery, and objects that are created, read, patched and
/// deleted.
/// </summary>
internal sealed class StubApi : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly StubObjects objects = new();
    private readonly Lock gate = new();

    private StubApi(WebApplication app) => this.app = app;

    public string Url => app.Urls.Single();

    /// <summary>Methods and paths that were not understood.</summary>
    public List<string> NotUnderstood { get; } = [];

    /// <summary>Starts it on a free port of loopback.</summary>
    public static async Task<StubApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var api = new StubApi(builder.Build());
        api.app.Run(api.RespondAsync);
        await api.app.StartAsync();
        return api;
    }

    /// <summary>
    /// The object of a kind and name, in kube-system where it has a namespace; null when there is none.
    /// </summary>
    public JsonObject? Find(string resource, string name)
    {
        lock (gate)
        {
            return objects.Find(resource, name);
        }
    }

    /// <summary>The names of all objects of a kind.</summary>
    public IReadOnlyList<string> Names(string resource)
    {
        lock (gate)
        {
            return [.. objects.Of(resource).Select(one => one["metadata"]!["name"]!.GetValue<string>())
                .Order(StringComparer.Ordinal)];
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task RespondAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        var response = Respond(context.Request, body);

        if (response is null)
        {
            context.Response.StatusCode = 404;
            response = Status(404, "NotFound", $"not found: {context.Request.Path}");
        }
        else if (response["kind"]?.GetValue<string>() == "Status" && response["code"] is { } code)
        {
            context.Response.StatusCode = code.GetValue<int>();
        }
        else if (context.Request.Method == "POST")
        {
            context.Response.StatusCode = 201;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(response.ToJsonString());
    }

    private JsonNode? Respond(HttpRequest request, byte[] body)
    {
        try
        {
            lock (gate)
            {
                return StubDiscovery.Respond(request.Path) ?? Objects(request, body);
            }
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or FormatException or NullReferenceException
                or System.Text.Json.JsonException or YamlDotNet.Core.YamlException)
        {
            NotUnderstood.Add(
                $"{request.Method} {request.GetEncodedPathAndQuery()} {request.ContentType}: {exception.Message}");
            return Status(400, "BadRequest", NotUnderstood[^1]);
        }
    }

    private JsonObject? Objects(HttpRequest request, byte[] body)
    {
        if (StubPath.Parse(request.Path) is not { } path)
        {
            if (!request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal))
            {
                NotUnderstood.Add($"{request.Method} {request.GetEncodedPathAndQuery()}");
            }

            return null;
        }

        var given = body.Length == 0 || request.Method == "DELETE" ? null : body.AsSpan().StartsWith("k8s\0"u8)
            ? ProtobufSecret.Read(body)
            : Parse(Encoding.UTF8.GetString(body));
        return (request.Method, path.Name) switch
        {
            ("GET", null) => objects.List(path, request.Query["labelSelector"].ToString()),
            ("GET", _) => objects.Get(path),
            ("POST", _) when objects.Get(path with { Name = Name(given!) }) is not null =>
                Status(409, "AlreadyExists", $"{Name(given!)} already exists"),
            ("POST", _) => objects.Put(path with { Name = Name(given!) }, given!),
            ("PUT", _) => objects.Put(path, given!),
            ("PATCH", _) => Patch(path, request, given!),
            ("DELETE", _) => objects.Remove(path) is { } removed ? removed : null,
            _ => null,
        };
    }

    private JsonObject? Patch(StubPath path, HttpRequest request, JsonObject patch) => request.ContentType switch
    {
        "application/apply-patch+yaml" => objects.Apply(path, request.Query["fieldManager"].ToString(), patch),
        _ => objects.Get(path) is { } live ? objects.Put(path, StrategicMerge.Patch(live, patch)) : null,
    };

    private static string Name(JsonObject one) => one["metadata"]!["name"]!.GetValue<string>();

    // Server-side apply is sent as YAML, the rest as JSON, which is YAML too.
    private static JsonObject Parse(string body)
    {
        if (body.TrimStart().StartsWith('{'))
        {
            return JsonNode.Parse(body)!.AsObject();
        }

        var stream = new YamlStream();
        stream.Load(new StringReader(body));
        return ToJson(stream.Documents[0].RootNode)!.AsObject();
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map =>
            new JsonObject(map.Children.Select(one => KeyValuePair.Create(one.Key.ToString(), ToJson(one.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "null" or "~" or "" } => null,
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: "true" or "false" } flag =>
            JsonValue.Create(flag.Value == "true"),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain } scalar
            when long.TryParse(scalar.Value, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };

    internal static JsonObject Status(int code, string reason, string message) => new()
    {
        ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["reason"] = reason, ["message"] = message,
        ["code"] = code,
    };
}
