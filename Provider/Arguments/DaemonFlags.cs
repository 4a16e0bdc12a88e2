using System.Collections.Immutable;
using Provider.Hosting;
using Provider.Telemetry;

namespace Provider.Arguments;

/// <summary>The flags of the daemon: the Go provider's, with its names, types and defaults, and our own.</summary>
internal static class DaemonFlags
{
    private const string Prometheus = "Prometheus";
    private const string SocketScheme = "unix://";

    private static readonly ServeOptions Defaults = new();
    private static readonly FlagMaker Health = new("Health and metrics");
    private static readonly FlagMaker Limits = new("Limits");
    private static readonly FlagMaker Log = new("Log");

    public static ImmutableSortedDictionary<string, DaemonFlag> ByName { get; } =
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, All()
            .Select(flag => KeyValuePair.Create(flag.Name, flag)));

    /// <summary>Every flag, in the order of help.</summary>
    public static IEnumerable<DaemonFlag> All() =>
    [
        Endpoint(), .. LogFlags(), .. HealthFlags(), .. ContentFlags.All(), UserAgent(), .. LimitFlags(),
        .. IdentityFlags.All(),
        .. TraceFlags.All(), .. IgnoredFlags(), .. KlogFlags.All,
        new("version", FlagType.Boolean, "Other", "Print version and build date as JSON, and exit."),
    ];

    // The Go provider adds a slash after the scheme, so that unix://tmp/x.sock is /tmp/x.sock.
    private static DaemonFlag Endpoint() =>
        new("endpoint", FlagType.Url, "The socket", "The unix socket to serve the driver on.")
        {
            Default = SocketScheme + Defaults.SocketPath,
            Rule = "unix:// and a path; tcp:// is not supported, because any process on the node could connect",
            Set = (options, text) =>
                text.StartsWith(SocketScheme, StringComparison.Ordinal)
                    && text[SocketScheme.Length..].Trim('/').Length > 0
                    ? options with { SocketPath = "/" + text[SocketScheme.Length..].TrimStart('/') }
                    : null,
        };

    private static IEnumerable<DaemonFlag> LogFlags() =>
    [
        Log.Boolean(
            "log-format-json", "Write log lines as JSON.", options => options.LogFormat == LogFormat.Json,
            (options, isJson) => options with { LogFormat = isJson ? LogFormat.Json : LogFormat.Text }),
        new("v", FlagType.Decimal, "Log", "How much to log: 0 a line for each mount, 2 details, 5 or more everything.")
        {
            Default = $"{Defaults.Verbosity}",
            Set = (options, text) => options with { Verbosity = GoNumber.ReadDecimal(text)!.Value },
        },
    ];

    private static IEnumerable<DaemonFlag> HealthFlags() =>
    [
        Health.Integer(
            "healthz-port", "The TCP port of the health endpoint; 0 for any free one.", 0, 65535,
            options => options.HealthzPort,
            (options, port) => options with { HealthzPort = port }),
        new("healthz-path", FlagType.Text, "Health and metrics",
            "The path of the health endpoint; one that ends with a slash includes all below it.")
        {
            Default = Defaults.HealthzPath,
            Rule = "a path that begins with a slash, without empty elements and dots as elements",
            Set = (options, path) => IsCleanPath(path) ? options with { HealthzPath = path } : null,
        },
        Health.Duration(
            "healthz-timeout", "How long the socket may take to respond to a health check.",
            options => options.HealthzTimeout,
            (options, timeout) => options with { HealthzTimeout = timeout }),
        Health.Integer(
            "prometheus-port", "The TCP port of /metrics; 0 for any free one.", 0, 65535,
            options => options.PrometheusPort,
            (options, port) => options with { PrometheusPort = port }),
        new("metrics-backend", FlagType.Text, "Health and metrics", "The metrics backend; Prometheus is the only one.")
        {
            Default = Prometheus,
            Rule = Prometheus,
            Set = (options, text) => text.Equals(Prometheus, StringComparison.OrdinalIgnoreCase) ? options : null,
        },
    ];

    // A header can have printable ASCII only. The Go provider accepts any text, but does not send it.
    private static DaemonFlag UserAgent() => new FlagMaker("Calls to Azure").Text(
        "custom-user-agent", "Added to the user agent of every call.", "none",
        (options, text) =>
            options with
            {
                CustomUserAgent =
                    string.Concat(text.Select(letter => letter is >= ' ' and <= '~' ? letter : '?')),
            });

    private static IEnumerable<DaemonFlag> LimitFlags() =>
    [
        Limits.Integer(
            "max-mounts",
            "The most mounts at once, half of them for one namespace; others wait. A mount of more than 8 objects "
            + "counts as several.", 1, 10_000,
            options => options.MountsAtOnce, (options, most) => options with { MountsAtOnce = most }),
        Limits.Integer(
            "max-reads-per-mount", "The most objects of one mount that are read at once.", 1, 10_000,
            options => options.ReadsPerMount, (options, most) => options with { ReadsPerMount = most }),
        Limits.Integer(
            "max-reads-per-vault",
            "The most calls at once to one vault, half of them for one namespace; 64 of them over HTTP/1.1.", 1, 10_000,
            options => options.ReadsPerVault, (options, most) => options with { ReadsPerVault = most }),
        Limits.Duration(
            "rotation-cache-ttl",
            "Maximum age of cached reads used for rotation; 0 disables. A first mount always reads the vault.",
            options => options.RotationCacheTtl,
            (options, ttl) =>
                ttl >= TimeSpan.Zero && ttl <= TimeSpan.FromDays(1) ? options with { RotationCacheTtl = ttl } : null)
            with { Rule = "0 to 24h, such as 30s" },
    ];

    private static IEnumerable<DaemonFlag> IgnoredFlags()
    {
        const string Title = "Accepted and ignored";
        return
        [
            new("enable-pprof", FlagType.Boolean, Title,
                "Accepted for compatibility; does nothing.") { IsIgnored = true },
            new("pprof-port", FlagType.Integer, Title, "Accepted for compatibility; does nothing.") { IsIgnored = true,
                Default = "none" },
        ];
    }

    private static bool IsCleanPath(string path) =>
        path.StartsWith('/') && path.Split('/')[1..^1].All(element => element is not ("" or "." or ".."))
            && path.Split('/')[^1] is not ("." or "..");
}
