using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Load;

/// <summary>How much load, of which kind.</summary>
internal sealed record LoadOptions
{
    public required string Binary { get; init; }

    /// <summary>
    /// Volumes, a pod each, mounted at the same time. 1 to 2000; 40 unless said otherwise, a node's share in the
    /// driver's own test.
    /// </summary>
    public int Pods { get; init; } = 40;

    /// <summary>Secrets in a volume. 1 to 200; 5 unless said otherwise.</summary>
    public int Objects { get; init; } = 5;

    /// <summary>Characters of a secret's value. 1 to 25,000, what Key Vault takes; 8 unless said otherwise.</summary>
    public int Size { get; init; } = 8;

    /// <summary>Identities that the pods share evenly. At least 1; one unless said otherwise.</summary>
    public int Identities { get; init; } = 1;

    /// <summary>
    /// Rounds: the first mounts every volume, the others mount it again as rotation does. 1 to 1000; 5 unless said
    /// otherwise.
    /// </summary>
    public int Rounds { get; init; } = 5;

    /// <summary>How long the vault takes to respond. 20 ms unless said otherwise.</summary>
    public TimeSpan VaultDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// The share of vault calls that meet a fault: throttled, failed or broken off. 0 to 1; none unless said otherwise.
    /// </summary>
    public double Faults { get; init; }

    /// <summary>
    /// How long the vault throttles every call from the first one on, and says so in Retry-After. Not at all unless
    /// said otherwise.
    /// </summary>
    public TimeSpan Throttle { get; init; }

    /// <summary>Decides which calls meet one.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The longest run. 5 minutes unless said otherwise.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long nothing happens behind the last round, before memory is read once more. 0 to 10 minutes; not at all
    /// unless said otherwise.
    /// </summary>
    public TimeSpan Settle { get; init; }

    /// <summary>
    /// The memory limit of the container that the provider believes to be in; the manifests' 100 MiB unless said
    /// otherwise.
    /// </summary>
    public ContainerLimit Memory { get; init; } = new(100);

    /// <summary>Whether the cloud speaks HTTP/1.1 only.</summary>
    public bool IsHttp1 { get; init; }

    public IReadOnlyList<string> ProviderFlags { get; init; } = [];

    public bool IsJson { get; init; }
}
