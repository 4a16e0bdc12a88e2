using System.Collections.Frozen;
using System.Text.Json;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>A request's attributes: names that match in any case, values trimmed.</summary>
// Public documents have both usePodIdentity and usepodidentity. Of two spellings the exact one wins; kubelet's own keys
// are read by the exact name only, so that a tenant's spelling cannot replace one of them.
internal sealed class Attributes
{
    private static readonly JsonDocumentOptions Limits = new() { MaxDepth = 8 };

    private readonly FrozenDictionary<string, string> exact;
    private readonly Dictionary<string, string> anyCase = new(StringComparer.OrdinalIgnoreCase);

    private Attributes(Dictionary<string, string> values)
    {
        exact = values.ToFrozenDictionary(StringComparer.Ordinal);
        // Ordinal order, so that which of two odd spellings wins does not depend on the driver's JSON.
        foreach (var (name, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            anyCase.TryAdd(name, value);
        }
    }

    public IEnumerable<string> Names => exact.Keys;

    /// <exception cref="MountException">The text is not such an object.</exception>
    public static Attributes Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Limits);
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                // The last of duplicate keys counts, as in Go.
                values[property.Name] = (property.Value.GetString() ?? "").Trim();
            }

            return new Attributes(values);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The parser's message can quote the text, which can hold tokens, so it is not passed on.
            throw new MountException(
                ErrorCodes.RequestMalformed, "the request's attributes are not a JSON object of strings");
        }
    }

    /// <summary>A parameter's value, its name in any case; null when it is absent or empty.</summary>
    public string? Find(string name) =>
        exact.ContainsKey(name) ? FindExact(name) : NoneIfEmpty(anyCase.GetValueOrDefault(name));

    /// <summary>A value by its exact name; null when it is absent or empty.</summary>
    public string? FindExact(string name) => NoneIfEmpty(exact.GetValueOrDefault(name));

    private static string? NoneIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
