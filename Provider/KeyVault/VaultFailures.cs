using System.Net.Sockets;
using System.Text.Json;
using Azure;
using Provider.Http;
using Provider.Model;

namespace Provider.KeyVault;

/// <summary>Makes what goes wrong on the way to a vault ours: who refused, what to do. No body is copied, only its error codes.</summary>
internal static class VaultFailures
{
    /// <summary>The failure behind an error; none for an error that is not the vault's.</summary>
    /// <param name="error">What the client threw.</param>
    /// <param name="plan">The mount's plan.</param>
    /// <param name="entry">The entry that was read.</param>
    /// <param name="waited">How long it took.</param>
    public static MountException? From(Exception error, MountPlan plan, ObjectEntry entry, TimeSpan waited) => error switch
    {
        MountException ours => ours,
        OperationCanceledException => new MountException(
            ErrorCodes.VaultTimeout,
            $"{plan.Vault.Host} did not answer for {entry} within {Math.Ceiling(waited.TotalSeconds)} s", error),
        RequestFailedException { Status: 0 } => Unreachable(error, plan),
        RequestFailedException refused => Refused(refused, plan, entry),
        IOException or HttpRequestException => Unreachable(error, plan),
        AnswerTooLargeException or JsonException or FormatException or InvalidOperationException or KeyNotFoundException =>
            new MountException(
                ErrorCodes.VaultFailed, $"{plan.Vault.Host} gave an answer for {entry} that is not Key Vault's", error),
        _ => null,
    };

    private static MountException Refused(RequestFailedException error, MountPlan plan, ObjectEntry entry)
    {
        var inner = InnerCode(error);
        var told = inner ?? error.ErrorCode;
        var code = error.Status switch
        {
            401 => ErrorCodes.VaultUnauthorized,
            403 when IsNotUsable(told) => ErrorCodes.ObjectDisabled,
            403 when inner is "ForbiddenByFirewall" or "ForbiddenByConnection" => ErrorCodes.VaultNetworkForbidden,
            403 => ErrorCodes.VaultForbidden,
            404 => ErrorCodes.ObjectNotFound,
            429 => ErrorCodes.VaultThrottled,
            _ => ErrorCodes.VaultFailed,
        };
        var version = entry.Version is { } id ? $" version {id}" : "";
        return new MountException(
            code, $"{plan.Vault.Host} answered {error.Status}{Told(told)} for {entry} ({entry.Type.Word()}{version})", error);
    }

    private static MountException Unreachable(Exception error, MountPlan plan) =>
        new(ErrorCodes.VaultUnreachable, $"{plan.Vault.Host} cannot be reached ({Cause(error)})", error);

    // The code is the service's own word (letters only); anything longer is somebody else's text.
    private static string Told(string? code) =>
        code is { Length: > 0 and <= 64 } && code.All(char.IsAsciiLetterOrDigit) ? " " + code : "";

    private static bool IsNotUsable(string? code) =>
        code is "SecretDisabled" or "SecretNotYetValid" or "SecretExpired" or "KeyDisabled" or "KeyNotYetValid" or "KeyExpired"
            or "CertificateDisabled";

    private static string Cause(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException socket:
                    return socket.SocketErrorCode.ToString();
                case HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and not HttpRequestError.ConnectionError } http:
                    return http.HttpRequestError.ToString();
            }
        }

        return "connection broken";
    }

    // {"error":{"code":"Forbidden","message":"...","innererror":{"code":"ForbiddenByRbac"}}}
    private static string? InnerCode(RequestFailedException error)
    {
        if (error.GetRawResponse() is not { } response)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(response.Content.ToMemory());
            return document.RootElement.TryGetProperty("error", out var outer)
                && outer.TryGetProperty("innererror", out var inner)
                && inner.TryGetProperty("code", out var code)
                ? code.GetString()
                : null;
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
