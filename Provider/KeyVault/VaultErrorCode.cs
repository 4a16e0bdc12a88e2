using System.Text.Json;
using System.Text.RegularExpressions;
using Azure;

namespace Provider.KeyVault;

/// <summary>Finds the service's own word for what was wrong, in the body of an answer that refuses.</summary>
internal static partial class VaultErrorCode
{
    /// <summary>The most telling code: the inner one, else the AKV number of a refused token, else the outer one.</summary>
    /// <param name="error">What the client threw.</param>
    /// <returns>One word of letters and digits; none when the body is not Key Vault's.</returns>
    public static string? Read(RequestFailedException error)
    {
        if (error.GetRawResponse() is not { } response)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(response.Content.ToMemory());
            return Find(document.RootElement) is { } code && Word().IsMatch(code) ? code : null;
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // {"error":{"code":"Forbidden","message":"...","innererror":{"code":"ForbiddenByRbac"}}}
    private static string? Find(JsonElement body)
    {
        if (!body.TryGetProperty("error", out var outer))
        {
            return null;
        }

        if (outer.TryGetProperty("innererror", out var inner) && inner.ValueKind == JsonValueKind.Object
            && inner.TryGetProperty("code", out var innerCode))
        {
            return innerCode.GetString();
        }

        return outer.TryGetProperty("message", out var message) && Number().Match(message.GetString() ?? "") is { Success: true } number
            ? number.Value
            : outer.TryGetProperty("code", out var code) ? code.GetString() : null;
    }

    // Anything longer or stranger is somebody else's text.
    [GeneratedRegex(@"\A[A-Za-z0-9]{1,64}\z")]
    private static partial Regex Word();

    [GeneratedRegex(@"\AAKV[0-9]{5}(?=:)")]
    private static partial Regex Number();
}
