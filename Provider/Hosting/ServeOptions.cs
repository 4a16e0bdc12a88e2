using Provider.Parameters;
using Provider.Telemetry;

namespace Provider.Hosting;

/// <summary>All options of the operator, with their defaults. Components get only their own values.</summary>
internal sealed record ServeOptions
{
    /// <summary>The unix socket's path. The driver looks for <c>azure.sock</c> in its providers' directory.</summary>
    public string SocketPath { get; init; } = "/tmp/azure.sock";

    /// <summary>JSON log lines instead of klog's form.</summary>
    public LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>How much is logged: 0 or less a line for each mount, 2 details, 5 or more everything.</summary>
    public int Verbosity { get; init; }

    /// <summary>The TCP port of the health endpoint; 0 lets the system choose.</summary>
    public int HealthzPort { get; init; } = 8989;

    /// <summary>Its path; one that ends with a slash includes all paths below it.</summary>
    public string HealthzPath { get; init; } = "/healthz";

    /// <summary>How long the socket may take to respond to a health check. Every check fails at zero or less.</summary>
    public TimeSpan HealthzTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The TCP port of <c>/metrics</c>; 0 lets the system choose.</summary>
    public int PrometheusPort { get; init; } = 8898;

    /// <summary>Whether certificates in PEM content are put in order: leaf, intermediates, root.</summary>
    public bool ConstructPemChain { get; init; } = true;

    /// <summary>Whether certificate-backed secrets also give a <c>.crt</c> and a <c>.key</c> file.</summary>
    public bool SeparateCertificateAndKey { get; init; }

    /// <summary>The cloud of SecretProviderClasses that name none.</summary>
    public string CloudName { get; init; } = "AzurePublicCloud";

    /// <summary>Text that is appended to the user agent of every call.</summary>
    public string CustomUserAgent { get; init; } = "";

    /// <summary>NMI's address. NMI accepts requests from 127.0.0.1 only.</summary>
    public Uri NmiEndpoint { get; init; } = new("http://127.0.0.1:2579");

    /// <summary>IMDS's address, for the node's own managed identity.</summary>
    public Uri ImdsEndpoint { get; init; } = new("http://169.254.169.254");

    /// <summary>Audiences of service-account tokens for workload identity, by preference, comma-separated.</summary>
    public string TokenAudiences { get; init; } = PlanSettings.EntraAudience;

    /// <summary>Audiences of service-account tokens for the token proxy, by preference, comma-separated.</summary>
    public string TokenProxyAudiences { get; init; } = PlanSettings.ProxyAudience;

    /// <summary>The https address of AKS's token proxy; null for the API server's.</summary>
    public Uri? TokenProxyUrl { get; init; }

    /// <summary>The token proxy's name in TLS; null to derive it from the API server's certificate.</summary>
    public string? TokenProxyName { get; init; }

    /// <summary>The API server's address inside the cluster.</summary>
    public Uri ApiServer { get; init; } = new("https://kubernetes.default.svc.cluster.local");

    /// <summary>The cluster's certificate authorities, a PEM file that may be replaced at any time.</summary>
    public string ClusterAuthorityFile { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

    /// <summary>The directory below which a class's cloudEnvFileName must lie, links followed.</summary>
    public string CloudFileDirectory { get; init; } = "/etc/kubernetes";

    /// <summary>The environment file of AzureStackCloud where a class names none; null without one.</summary>
    public string? CloudFile { get; init; }

    /// <summary>The largest response, in bytes: the driver's own <c>--max-call-recv-msg-size</c>.</summary>
    public int ResponseLimit { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most mounts at once; others wait their turn within their deadline. 1 to 10000.</summary>
    public int MountsAtOnce { get; init; } = 32;

    /// <summary>The most objects of one mount that are read at once. 1 to 10000.</summary>
    public int ReadsPerMount { get; init; } = 20;

    /// <summary>The most calls at once to one vault. 1 to 10000.</summary>
    public int ReadsPerVault { get; init; } = 256;

    /// <summary>Maximum age of cached reads used for a remount; zero disables.</summary>
    public TimeSpan RotationCacheTtl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The collector that spans are sent to, by OTLP over HTTP; null when they are sent nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>The share of mounts whose spans are sent. 0 to 1.</summary>
    public double TraceSampleRatio { get; init; } = 0.1;

    /// <summary>How long mounts under way may go on after SIGTERM.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(25);
}
