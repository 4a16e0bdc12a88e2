using Provider.Hosting;
using Provider.Http;

namespace Provider;

/// <summary>The process's life as a server: start, serve until told to stop, drain.</summary>
internal static class Serving
{
    /// <summary>Serves until SIGTERM or SIGINT.</summary>
    /// <param name="options">What the operator chose.</param>
    /// <param name="ignored">Flags that were given and mean nothing here.</param>
    /// <param name="log">Where log lines go.</param>
    /// <param name="cancellationToken">Ends it as a signal does.</param>
    /// <returns>The exit status: 0, or 1 when it could not start.</returns>
    public static async Task<int> RunAsync(
        ServeOptions options, IReadOnlyList<string> ignored, TextWriter log, CancellationToken cancellationToken)
    {
        if (ignored.Count > 0)
        {
            await log.WriteLineAsync($"these flags mean nothing here and are ignored: {string.Join(' ', ignored)}");
        }

        if (ProcessHardening.Apply() is { Count: > 0 } refused)
        {
            await log.WriteLineAsync($"the kernel refused to harden the process: {string.Join(' ', refused)}");
        }

        try
        {
            using var transports = Transports.FromEnvironment();
            await using var provider = new Composition(options, transports, log, TimeProvider.System);
            await provider.StartAsync(cancellationToken);
            await provider.Server.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (IOException error)
        {
            // The message names the socket, or the address and port that is taken.
            await log.WriteLineAsync($"the provider cannot start: {error.Message}");
            return 1;
        }
    }
}
