using Provider.Model;

namespace Provider.Mounting;

/// <summary>Converts every exception of a mount to one with a code, so that every status is final.</summary>
internal static class MountFailures
{
    public static MountException From(Exception error, CancellationReason reason, TimeSpan allowed, string id) =>
        (error, reason) switch
        {
            (_, CancellationReason.CallerCanceled) =>
                new MountException(ErrorCodes.MountCanceled, "the driver gave up this mount", error),
            (_, CancellationReason.ShuttingDown) => Stopping(error),
            (MountException ours, _) => ours,
            (OperationCanceledException, CancellationReason.DeadlineExceeded) => new MountException(
                ErrorCodes.MountTimeout, $"the mount did not end within {allowed.TotalSeconds:0.#} s", error),
            _ => new MountException(ErrorCodes.InternalError, $"an unexpected error, id {id}", error),
        };

    public static MountException Stopping(Exception error) =>
        new(ErrorCodes.ProviderStopping, "the provider is being stopped on this node", error);
}
