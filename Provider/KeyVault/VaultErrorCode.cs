using System.Text.Json;
using System.Text.RegularExpressions;

namespace Provider.KeyVault;

/// <summary>Finds the service's own code for what was wrong, in the body of a response that refuses.</summary>
internal static partial class VaultErrorCode
{
    /// <summary>The inner code, else a refused token's AKV number, else the outer code; else null.</summary>
    public static string? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var error = JsonSerializer.Deserialize(body.Span, VaultJson.Default.VaultErrorItem)?.Error;
            var code = error?.InnerError?.Code
                ?? (Number().Match(error?.Message ?? "") is { Success: true } number ? number.Value : error?.Code);
            return code is not null && CodePattern().IsMatch(code) ? code : null;
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Anything longer, or with other characters, is not the service's.
    [GeneratedRegex(@"\A[A-Za-z0-9]{1,64}\z")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\AAKV[0-9]{5}(?=:)")]
    private static partial Regex Number();
}
