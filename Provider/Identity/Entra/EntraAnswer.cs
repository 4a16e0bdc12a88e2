using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Provider.Identity.Entra;

/// <summary>Finds the one thing in Entra's error answers that is told to anybody: the number of the error.</summary>
internal static partial class EntraAnswer
{
    /// <summary>The number of an AADSTS error; none where the answer is not Entra's.</summary>
    /// <param name="body">The answer's body, which is looked at and not kept.</param>
    public static int? ErrorNumber(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Listed(document.RootElement) ?? Described(TokenAnswer.Text(document.RootElement, "error_description") ?? "");
        }
        // The second is how a text that is no UTF-8 ends.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\AAADSTS([0-9]{1,9})\b")]
    private static partial Regex Described();

    // {"error":"invalid_client","error_description":"AADSTS700016: ...","error_codes":[700016]}
    private static int? Listed(JsonElement error) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty("error_codes", out var codes)
        && codes.ValueKind == JsonValueKind.Array && codes.GetArrayLength() > 0
        && codes[0].ValueKind == JsonValueKind.Number && codes[0].TryGetInt32(out var number)
            ? number
            : null;

    private static int? Described(string description) =>
        Described().Match(description) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
}
