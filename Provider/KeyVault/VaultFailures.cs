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
    /// <param name="time">The clock.</param>
    public static MountException? From(Exception error, MountPlan plan, ObjectEntry entry, TimeSpan waited, TimeProvider time) => error switch
    {
        MountException ours => ours,
        OperationCanceledException => new MountException(
            ErrorCodes.VaultTimeout,
            $"{plan.Vault.Host} did not answer for {entry} within {Waited.Seconds(waited)}", error),
        MissingVersionException missing => new MountException(
            ErrorCodes.ObjectNotFound, $"{plan.Vault.Host} has for {entry} ({entry.Type.Word()}) no {missing.Message}"),
        RequestFailedException { Status: not 0 } refused => Refused(refused, plan, entry, time),
        VaultClosedException closed => new MountException(
            ErrorCodes.VaultThrottled,
            $"{plan.Vault.Host} asks to wait {Math.Ceiling(closed.Wait.TotalSeconds)} s more, so it was not asked for {entry}", error),
        RequestFailedException or IOException or HttpRequestException or SocketException => Unreachable(
            CallFailure.Of(error), plan, error),
        ResponseTooLargeException or JsonException or FormatException or InvalidOperationException or KeyNotFoundException
            or ArgumentException => new MountException(
                ErrorCodes.VaultFailed, $"{plan.Vault.Host} gave an answer for {entry} that is not Key Vault's", error),
        _ => null,
    };

    private static MountException Unreachable(CallFailure failure, MountPlan plan, Exception error) => new(
        failure.IsOfProxy ? ErrorCodes.ProxyFailed : ErrorCodes.VaultUnreachable, $"{plan.Vault.Host} cannot be reached: {failure.Text}", error, failure.Remedy);

    private static MountException Refused(RequestFailedException error, MountPlan plan, ObjectEntry entry, TimeProvider time)
    {
        if (error is { Status: 401 } && error.GetRawResponse() is { } challenged && VaultChallenge.Mismatch(challenged, plan) is var (other, what))
        {
            return new MountException(other, what, error);
        }

        var told = VaultErrorCode.Read(error);
        var (code, clause) = VaultVerdicts.Read(error.Status, told, entry);
        var wait = error.GetRawResponse() is { } answer ? RetryAfter.Clause(answer, time) : "";
        var version = entry.Version is { } id ? $" version {id}" : "";
        return new MountException(
            code,
            $"{plan.Vault.Host} answered {error.Status}{(told is null ? "" : " " + told)} for {entry} ({entry.Type.Word()}{version}){wait}{clause}",
            error);
    }
}
