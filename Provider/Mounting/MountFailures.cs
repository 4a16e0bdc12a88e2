using Provider.Model;

namespace Provider.Mounting;

/// <summary>Makes every exception of a mount one with a code, so that no other status can leave.</summary>
internal static class MountFailures
{
    /// <summary>The failure that a mount ends in.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="reason">Which of the mount's ends had come by then.</param>
    /// <param name="allowed">The time the mount had.</param>
    /// <param name="id">Names this failure in log and message, where nothing else does.</param>
    public static MountException From(Exception error, MountEnd reason, TimeSpan allowed, string id) => (error, reason) switch
    {
        (_, MountEnd.CallerLeft) => new MountException(ErrorCodes.MountCanceled, "the driver gave up this mount", error),
        (_, MountEnd.ProviderStops) => Stopping(error),
        (MountException ours, _) => ours,
        (OperationCanceledException, MountEnd.TimeIsUp) => new MountException(
            ErrorCodes.MountTimeout, $"the mount did not end within {allowed.TotalSeconds:0.#} s", error),
        _ => new MountException(ErrorCodes.InternalError, $"an unexpected error, id {id}", error),
    };

    /// <summary>The failure of a mount that the provider's end cuts short.</summary>
    public static MountException Stopping(Exception error) =>
        new(ErrorCodes.ProviderStopping, "the provider is being stopped on this node", error);
}
