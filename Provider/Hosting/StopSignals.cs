using System.Runtime.InteropServices;

namespace Provider.Hosting;

/// <summary>SIGTERM and SIGINT as a cancellation token, from the start of the process on.</summary>
// The kernel drops a signal for which process 1 of a container has no handler: it would never stop.
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly PosixSignalRegistration[] registrations;

    private StopSignals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop),
    ];

    /// <summary>Registers the handlers; null where the runtime gets no thread for them.</summary>
    public static StopSignals? Register()
    {
        try
        {
            return new StopSignals();
        }
        catch (TypeInitializationException)
        {
            return null;
        }
    }

    public CancellationToken Token => stopping.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        stopping.Dispose();
    }

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        // On another thread: callbacks of the token must not run in the signal handler.
        _ = stopping.CancelAsync();
    }
}
