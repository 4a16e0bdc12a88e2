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

    private readonly DescribedOption<string> endpoint = Flag("The socket", "--endpoint", SocketScheme + Defaults.SocketPath, "The unix socket to serve the driver on.");
    private readonly DescribedOption<bool> logJson = Flag("Log", "--log-format-json", false, "Write log lines as JSON.");
    private readonly DescribedOption<int> verbosity = Flag("Log", "-v", Defaults.Verbosity, "How much to log: 0 a line a mount, 2 details, 5 everything.");
    private readonly DescribedOption<int> healthzPort = Flag("Health and metrics", "--healthz-port", Defaults.HealthzPort, "The health endpoint's TCP port.");
    private readonly DescribedOption<string> healthzPath = Flag("Health and metrics", "--healthz-path", Defaults.HealthzPath, "The health endpoint's path.");
    private readonly DescribedOption<string> healthzTimeout = Flag("Health and metrics", "--healthz-timeout", "5s", "How long the socket may take to answer it.");
    private readonly DescribedOption<int> prometheusPort = Flag("Health and metrics", "--prometheus-port", Defaults.PrometheusPort, "The TCP port of /metrics.");
    private readonly DescribedOption<string> metricsBackend = Flag("Health and metrics", "--metrics-backend", "Prometheus", "Prometheus is the only one.");
    private readonly DescribedOption<string> userAgent = TextFlag("Calls to Azure", "--custom-user-agent", "Added to the user agent of every call.", "nothing");
    private readonly DescribedOption<int> mountsAtOnce = Flag("Limits", "--max-mounts", Defaults.MountsAtOnce, "The most mounts at once; others wait their turn. A mount of more than 8 objects counts as several.");
    private readonly DescribedOption<int> readsPerMount = Flag("Limits", "--max-reads-per-mount", Defaults.ReadsPerMount, "The most objects of one mount that are read at once.");
    private readonly DescribedOption<int> readsPerVault = Flag("Limits", "--max-reads-per-vault", Defaults.ReadsPerVault, "The most calls at once to one vault.");
    private readonly DescribedOption<string> rotationCacheTtl = Flag("Limits", "--rotation-cache-ttl", "30s", "How old a vault's answer may be that a re-mount is given; 0 turns it off. A first mount always asks.");
    private readonly DescribedOption<bool> enableProfiling = Flag("Accepted and ignored", "--enable-pprof", false, "Accepted for the Go provider's sake; .NET's own diagnostics take its place.");
    private readonly DescribedOption<int> profilingPort = Flag("Accepted and ignored", "--pprof-port", 6060, "Accepted for the Go provider's sake.");
    private readonly ContentFlags content = new();
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
        Check(healthzPath, path => path.StartsWith('/'), "must be a path that begins with a slash");
        Check(healthzTimeout, text => GoDuration.Read(text) is not null, "must be a duration such as 5s");
        Check(metricsBackend, text => text.Equals("prometheus", StringComparison.OrdinalIgnoreCase), "must be Prometheus");
        Check(userAgent, text => text is null || text.All(letter => letter is >= ' ' and <= '~'), "must be printable ASCII");
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
            endpoint, logJson, verbosity, healthzPort, healthzPath, healthzTimeout, prometheusPort, metricsBackend, .. content.All,
            userAgent, mountsAtOnce, readsPerMount, readsPerVault, rotationCacheTtl, .. identity.All, .. traces.All,
            enableProfiling, profilingPort, .. ignored,
        ];
        foreach (var flag in flags)
        {
            command.Options.Add(flag);
        }
    }

    /// <summary>What the operator chose.</summary>
    /// <param name="parsed">A command line without errors.</param>
    public ServeOptions Read(ParseResult parsed) => traces.Read(parsed, identity.Read(parsed, NodeEnvironment.OfProcess(), content.Read(parsed, new ServeOptions
    {
        SocketPath = parsed.GetRequiredValue(endpoint)[SocketScheme.Length..],
        LogFormat = parsed.GetRequiredValue(logJson) ? LogFormat.Json : LogFormat.Text,
        Verbosity = parsed.GetRequiredValue(verbosity),
        HealthzPort = parsed.GetRequiredValue(healthzPort),
        HealthzPath = parsed.GetRequiredValue(healthzPath),
        HealthzTimeout = GoDuration.Read(parsed.GetRequiredValue(healthzTimeout))!.Value,
        PrometheusPort = parsed.GetRequiredValue(prometheusPort),
        CustomUserAgent = parsed.GetValue(userAgent) ?? "",
        MountsAtOnce = parsed.GetRequiredValue(mountsAtOnce),
        ReadsPerMount = parsed.GetRequiredValue(readsPerMount),
        ReadsPerVault = parsed.GetRequiredValue(readsPerVault),
        RotationCacheTtl = Ttl(parsed.GetRequiredValue(rotationCacheTtl))!.Value,
    })));

    /// <summary>Flags that were given and mean nothing here, for one warning.</summary>
    /// <param name="parsed">A command line without errors.</param>
    public IReadOnlyList<string> Ignored(ParseResult parsed) =>
        [.. ignored.Append<Option>(enableProfiling).Append(profilingPort)
            .Where(flag => parsed.GetResult(flag) is { Implicit: false }).Select(flag => flag.Name)];

    /// <summary>A flag with a default.</summary>
    /// <param name="group">The heading it stands under.</param>
    /// <param name="name">Its name.</param>
    /// <param name="defaultValue">Its default.</param>
    /// <param name="description">What it is for.</param>
    public static DescribedOption<T> Flag<T>(string group, string name, T defaultValue, string description) =>
        new(name) { Group = group, Description = description, DefaultValueFactory = _ => defaultValue };

    /// <summary>A flag without a default. A chart that leaves the value empty writes "--flag=", which means the same as no flag.</summary>
    /// <param name="group">The heading it stands under.</param>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="defaultWords">What holds without it, in words.</param>
    /// <param name="variable">The environment variable that stands in for it.</param>
    public static DescribedOption<string> TextFlag(
        string group, string name, string description, string defaultWords, string? variable = null) =>
        new(name) { Group = group, Description = description, DefaultWords = defaultWords, Variable = variable, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>Has a flag's value checked.</summary>
    /// <param name="flag">The flag.</param>
    /// <param name="isGood">Whether a value is fine.</param>
    /// <param name="rule">What it must be, as a clause that begins so.</param>
    public static void Check<T>(DescribedOption<T> flag, Func<T, bool> isGood, string rule)
    {
        flag.Range = rule["must be ".Length..];
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
    }

    private static TimeSpan? Ttl(string text) => text is "0" or "0s" ? TimeSpan.Zero : GoDuration.Read(text);

    private static bool IsPort(int number) => number is >= 0 and <= 65535;
}
