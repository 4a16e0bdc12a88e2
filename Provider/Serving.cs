using Provider.Arguments;
using Provider.Hosting;
using Provider.Http;
using Provider.Model;

namespace Provider;

/// <summary>The life of the server process: start, serve until it is stopped, drain.</summary>
internal static class Serving
{
    /// <summary>Serves until SIGTERM or SIGINT. Returns the exit status: 0, or 1 when it could not start.</summary>
    public static async Task<int> RunAsync(DaemonArguments arguments, TextWriter log, CancellationToken stopping)
    {
        if (!await PrepareAsync(arguments, log))
        {
            return 1;
        }

        Transports? transports = null;
        Composition Compose()
        {
            transports = Transports.FromEnvironment();
            // The authorities of the environment have been read by now.
            DotNetTrustStore.Empty();
            return new Composition(arguments.Options, arguments.Flags, transports, log, TimeProvider.System);
        }

        await using var provider = await StartAsync(Compose, log, stopping);
        using var connections = transports;
        if (provider is null)
        {
            return stopping.IsCancellationRequested ? 0 : 1;
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await provider.Server.StopAsync();
        return 0;
    }

    // Returns whether the provider can start.
    private static async Task<bool> PrepareAsync(DaemonArguments arguments, TextWriter log)
    {
        foreach (var warning in Warnings(arguments))
        {
            await log.WriteLineAsync(warning);
        }

        if (OpenSsl.Fault() is { } fault)
        {
            await log.WriteLineAsync($"the provider cannot start: {fault}");
            return false;
        }

        if (ProcessHardening.Apply() is { Count: > 0 } refused)
        {
            await log.WriteLineAsync($"the kernel refused to harden the process: {string.Join(' ', refused)}");
        }

        return true;
    }

    // Null when it cannot start, which is then in the log, or when it was stopped before it served.
    private static async Task<Composition?> StartAsync(
        Func<Composition> compose, TextWriter log, CancellationToken stopping)
    {
        Composition? provider = null;
        try
        {
            provider = compose();
            await provider.StartAsync(stopping);
            return provider;
        }
#pragma warning disable CA1031 // Whatever it is, the operator reads one line of it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (!stopping.IsCancellationRequested)
            {
                await log.WriteLineAsync($"the provider cannot start: {StartFailure.Describe(error)}");
            }

            if (provider is not null)
            {
                await provider.DisposeAsync();
            }

            return null;
        }
    }

    private static IEnumerable<string> Warnings(DaemonArguments arguments)
    {
        if (arguments.Ignored.Length > 0)
        {
            yield return $"ignoring unsupported flags: {string.Join(' ', arguments.Ignored)}";
        }

        if (arguments.Ignored.Contains("--enable-pprof"))
        {
            yield return "--enable-pprof has no effect: profiling is not available";
        }

        if (arguments.Unread.Length > 0)
        {
            yield return "ignoring all arguments from the first one that is not a flag: "
                + string.Join(' ', arguments.Unread.Select(Quoted.Text));
        }
    }
}
