using System.CommandLine;
using Provider.Hosting;
using Provider.Telemetry;

namespace Provider.Commands;

/// <summary>The flags of <c>serve</c>: the Go provider's, with its names and defaults, and a few of our own.</summary>
internal sealed class ServeFlags
{
    private const string SocketScheme = "unix://";

    // Beside the flags that mean something here, an existing DaemonSet may carry these; it must start all the same.
    private static readonly string[] KlogFlags =
    [
        "--add_dir_header", "--alsologtostderr", "--log_backtrace_at", "--log_dir", "--log_file", "--log_file_max_size",
        "--logtostderr", "--one_output", "--skip_headers", "--skip_log_headers", "--stderrthreshold", "--vmodule",
    ];

    private static readonly ServeOptions Defaults = new();

    private readonly Option<string> endpoint = Flag("--endpoint", SocketScheme + Defaults.SocketPath, "The unix socket to serve the driver on.");
    private readonly Option<bool> logJson = Flag("--log-format-json", false, "Write log lines as JSON.");
    private readonly Option<int> verbosity = Flag("-v", Defaults.Verbosity, "How much to log: 0 a line a mount, 2 details, 5 everything.");
    private readonly Option<int> healthzPort = Flag("--healthz-port", Defaults.HealthzPort, "The health endpoint's TCP port.");
    private readonly Option<string> healthzPath = Flag("--healthz-path", Defaults.HealthzPath, "The health endpoint's path.");
    private readonly Option<string> healthzTimeout = Flag("--healthz-timeout", "5s", "How long the socket may take to answer it.");
    private readonly Option<int> prometheusPort = Flag("--prometheus-port", Defaults.PrometheusPort, "The TCP port of /metrics.");
    private readonly Option<string> metricsBackend = Flag("--metrics-backend", "Prometheus", "Prometheus is the only one.");
    private readonly Option<bool> constructChain = Flag("--construct-pem-chain", Defaults.ConstructPemChain, "Put certificates in order: leaf, intermediates, root.");
    private readonly Option<bool> separateFiles = Flag("--write-cert-and-key-in-separate-files", Defaults.SeparateCertificateAndKey, "Write .crt and .key files beside certificate-backed secrets.");
    private readonly Option<string> userAgent = TextFlag("--custom-user-agent", "Added to the user agent of every call.");
    private readonly Option<int> responseLimit = Flag("--max-call-recv-msg-size", Defaults.ResponseLimit, "The driver's limit for a response, in bytes.");
    private readonly Option<int> mountsAtOnce = Flag("--max-mounts", Defaults.MountsAtOnce, "The most mounts at once; others wait their turn. A mount of more than 8 objects counts as several.");
    private readonly Option<int> readsPerMount = Flag("--max-reads-per-mount", Defaults.ReadsPerMount, "The most objects of one mount that are read at once.");
    private readonly Option<int> readsPerVault = Flag("--max-reads-per-vault", Defaults.ReadsPerVault, "The most calls at once to one vault.");
    private readonly Option<string> rotationCacheTtl = Flag("--rotation-cache-ttl", "30s", "How old a vault's answer may be that a re-mount is given; 0 turns it off. A first mount always asks.");
    private readonly Option<bool> enableProfiling = Flag("--enable-pprof", false, "Accepted for the Go provider's sake; .NET's own diagnostics take its place.");
    private readonly Option<int> profilingPort = Flag("--pprof-port", 6060, "Accepted for the Go provider's sake.");
    private readonly IdentityFlags identity = new();
    private readonly TraceFlags traces = new();
    private readonly Option<string?>[] ignored =
        [.. KlogFlags.Select(name => new Option<string?>(name) { Hidden = true, Arity = ArgumentArity.ZeroOrOne })];

    /// <summary>Checks each value as the command line is parsed, so that all mistakes are told at once.</summary>
    public ServeFlags()
    {
        Check(endpoint, text => text.StartsWith(SocketScheme + "/", StringComparison.Ordinal), "must be unix:// and an absolute path");
        Check(verbosity, number => number is >= 0 and <= 10, "must be 0 to 10");
        Check(healthzPort, IsPort, "must be 0 to 65535");
        Check(prometheusPort, IsPort, "must be 0 to 65535");
        Check(healthzPath, path => path.StartsWith('/'), "must begin with a slash");
        Check(healthzTimeout, text => GoDuration.Read(text) is not null, "must be a duration such as 5s");
        Check(metricsBackend, text => text.Equals("prometheus", StringComparison.OrdinalIgnoreCase), "must be Prometheus");
        Check(userAgent, text => text is null || text.All(letter => letter is >= ' ' and <= '~'), "must be printable ASCII");
        Check(responseLimit, number => number > 0, "must be more than 0");
        Check(rotationCacheTtl, text => Ttl(text) is not null, "must be 0, or a duration such as 30s");
        foreach (var width in new[] { mountsAtOnce, readsPerMount, readsPerVault })
        {
            Check(width, number => number is >= 1 and <= 10_000, "must be 1 to 10000");
        }
    }

    /// <summary>Adds all flags to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        Option[] flags =
        [
            endpoint, logJson, verbosity, healthzPort, healthzPath, healthzTimeout, prometheusPort, metricsBackend, constructChain,
            separateFiles, userAgent, responseLimit, mountsAtOnce, readsPerMount, readsPerVault, rotationCacheTtl, enableProfiling,
            profilingPort, .. identity.All, .. traces.All, .. ignored,
        ];
        foreach (var flag in flags)
        {
            command.Options.Add(flag);
        }
    }

    /// <summary>What the operator chose.</summary>
    /// <param name="parsed">A command line without errors.</param>
    public ServeOptions Read(ParseResult parsed) => traces.Read(parsed, identity.Read(parsed, NodeEnvironment.OfProcess(), new ServeOptions
    {
        SocketPath = parsed.GetRequiredValue(endpoint)[SocketScheme.Length..],
        LogFormat = parsed.GetRequiredValue(logJson) ? LogFormat.Json : LogFormat.Text,
        Verbosity = parsed.GetRequiredValue(verbosity),
        HealthzPort = parsed.GetRequiredValue(healthzPort),
        HealthzPath = parsed.GetRequiredValue(healthzPath),
        HealthzTimeout = GoDuration.Read(parsed.GetRequiredValue(healthzTimeout))!.Value,
        PrometheusPort = parsed.GetRequiredValue(prometheusPort),
        ConstructPemChain = parsed.GetRequiredValue(constructChain),
        SeparateCertificateAndKey = parsed.GetRequiredValue(separateFiles),
        CustomUserAgent = parsed.GetValue(userAgent) ?? "",
        ResponseLimit = parsed.GetRequiredValue(responseLimit),
        MountsAtOnce = parsed.GetRequiredValue(mountsAtOnce),
        ReadsPerMount = parsed.GetRequiredValue(readsPerMount),
        ReadsPerVault = parsed.GetRequiredValue(readsPerVault),
        RotationCacheTtl = Ttl(parsed.GetRequiredValue(rotationCacheTtl))!.Value,
    }));

    /// <summary>Flags that were given and mean nothing here, for one warning.</summary>
    /// <param name="parsed">A command line without errors.</param>
    public IReadOnlyList<string> Ignored(ParseResult parsed) =>
        [.. ignored.Append<Option>(enableProfiling).Append(profilingPort)
            .Where(flag => parsed.GetResult(flag) is { Implicit: false }).Select(flag => flag.Name)];

    /// <summary>A flag with a default.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="defaultValue">Its default.</param>
    /// <param name="description">What it is for.</param>
    public static Option<T> Flag<T>(string name, T defaultValue, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => defaultValue };

    /// <summary>A flag without a default. A chart that leaves the value empty writes "--flag=", which means the same as no flag.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    public static Option<string> TextFlag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Has a flag's value checked.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="isGood">Whether a value is fine.</param>
    /// <param name="rule">What it must be, as a clause.</param>
    public static void Check<T>(Option<T> flag, Func<T, bool> isGood, string rule) =>
        flag.Validators.Add(result =>
        {
            try
            {
                if (!isGood(result.GetValue(flag)!))
                {
                    result.AddError($"{flag.Name}={result.Tokens[0].Value}: {rule}.");
                }
            }
            catch (InvalidOperationException)
            {
                // A text of another type: the parser adds its own error for it.
            }
        });

    private static TimeSpan? Ttl(string text) => text is "0" or "0s" ? TimeSpan.Zero : GoDuration.Read(text);

    private static bool IsPort(int number) => number is >= 0 and <= 65535;
}
