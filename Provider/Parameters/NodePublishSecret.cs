using System.Collections.Immutable;
using System.Text.Json;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>The parameter <c>secrets</c>: nodePublishSecretRef, and since Kubernetes 1.35 token requests.</summary>
internal sealed class NodePublishSecret
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly ImmutableArray<(string Key, string Value)> values;

    private NodePublishSecret(ImmutableArray<(string Key, string Value)> values) => this.values = values;

    public bool IsEmpty => values.All(pair => pair.Key == ParameterNames.ServiceAccountTokens);

    /// <summary>The service-account tokens, as text; null if they are among the attributes, or were not sent.</summary>
    public string? ServiceAccountTokens =>
        values.FirstOrDefault(pair => pair.Key == ParameterNames.ServiceAccountTokens).Value;

    /// <summary>Reads a JSON object, string to string, or <c>null</c>.</summary>
    public static NodePublishSecret Read(string json, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return new NodePublishSecret([]);
        }

        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Null
                ? new NodePublishSecret([])
                : new NodePublishSecret([.. document.RootElement.EnumerateObject().Select(property =>
                    (property.Name, (property.Value.GetString() ?? "").Trim()))]);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The parser's message can quote the text, which holds credentials, so it is not passed on.
            problems.Add(new Problem(
                ErrorCodes.RequestMalformed, new ProblemPlace("secrets"), "is not a JSON object of strings",
                ErrorCodes.RequestMalformed.Remedy));
            return new NodePublishSecret([]);
        }
    }

    /// <summary>The value of a key, in any case. Valid only if no problem was added.</summary>
    public string Require(string key, ProblemList problems)
    {
        var found = values.Where(pair => pair.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).ToList();
        switch (found)
        {
            case [{ Value.Length: > 0 } only]:
                return only.Value;
            case [] or [_]:
                Refuse(problems, $"the key {key} is {(found is [] ? "missing" : "empty")}",
                    $"Put it into the Secret that nodePublishSecretRef names.");
                return "";
            default:
                Refuse(problems, $"the keys {string.Join(" and ", found.Select(pair => pair.Key))} differ only by case",
                    $"Keep only {key}.");
                return "";
        }
    }

    private static void Refuse(ProblemList problems, string what, string fix) =>
        problems.Add(
            new Problem(
                ErrorCodes.NodePublishSecretInvalid, new ProblemPlace(ParameterNames.NodePublishSecretRef), what, fix));
}
