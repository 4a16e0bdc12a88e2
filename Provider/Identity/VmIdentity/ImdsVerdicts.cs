using System.Text.Json;
using Provider.Http;

namespace Provider.Identity.VmIdentity;

/// <summary>Tells what IMDS's answers mean, after its documented error table.</summary>
internal static class ImdsVerdicts
{
    /// <summary>Classifies an answer without a token.</summary>
    /// <param name="status">Its HTTP status.</param>
    /// <param name="body">Its body, which is looked at and not kept.</param>
    public static ImdsVerdict Read(int status, ReadOnlyMemory<byte> body) => status switch
    {
        400 => ReadBadRequest(Description(body)),
        401 or 403 => ImdsVerdict.Refused,
        _ => MayPass(status) ? ImdsVerdict.Passing : ImdsVerdict.WrongProtocol,
    };

    /// <summary>Whether a status says that another try may fare better: 404 and 410 mean that IMDS is being updated.</summary>
    /// <param name="status">The HTTP status.</param>
    public static bool MayPass(int status) => status is 404 or 410 or >= 500 || RetryRules.IsPassing(status);

    private static ImdsVerdict ReadBadRequest(string description) =>
        Holds(description, "identity not found") ? ImdsVerdict.NotAssigned
        : Holds(description, "multiple user assigned identities") ? ImdsVerdict.Ambiguous
        : ImdsVerdict.Refused;

    // {"error":"invalid_request","error_description":"Identity not found"}
    private static string Description(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return TokenAnswer.Text(document.RootElement, "error_description") ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static bool Holds(string description, string text) => description.Contains(text, StringComparison.OrdinalIgnoreCase);
}
