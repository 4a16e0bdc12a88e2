using Provider.Arguments;
using Provider.Hosting;
using Provider.Http;
using Provider.Model;

namespace Provider;

/// <summary>The life of the server process: start, serve until it is stopped, drain.</summary>
internal static class Serving
{
    /// <summary>Serves until SIGTERM or SIGINT. Gives the exit status: 0, or 1 when it could not start.</summary>
    public static async Task<int> RunAsync(DaemonArguments arguments, TextWriter log, CancellationToken cancellationToken)
    {
        foreach (var warning in Warnings(arguments))
        {
            await log.WriteLineAsync(warning);
        }

        if (OpenSsl.Fault() is { } fault)
        {
            await log.WriteLineAsync($"the provider cannot start: {fault}");
            return 1;
        }

        if (ProcessHardening.Apply() is { Count: > 0 } refused)
        {
            await log.WriteLineAsync($"the kernel refused to harden the process: {string.Join(' ', refused)}");
        }

        try
        {
            using var transports = Transports.FromEnvironment();
            await using var provider = new Composition(arguments.Options, transports, log, TimeProvider.System);
            await provider.StartAsync(cancellationToken);
            await provider.Server.WaitForShutdownAsync(cancellationToken);
            return 0;
        }
        catch (IOException error)
        {
            // The message names the socket, the address and port that is taken, or the variable that is malformed.
            await log.WriteLineAsync($"the provider cannot start: {error.Message}");
            return 1;
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
            yield return "--enable-pprof opens no port: use .NET's own diagnostics";
        }

        if (arguments.Unread.Length > 0)
        {
            yield return "ignoring all arguments from the first one that is not a flag: "
                + string.Join(' ', arguments.Unread.Select(Quoted.Text));
        }
    }
}
