using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Load;

/// <summary>The options of a load run.</summary>
internal sealed record LoadOptions
{
    public required string Binary { get; init; }

    /// <summary>
    /// Volumes, a pod each, mounted at the same time. 1 to 2000; Default: 40, a node's share in the driver's own test.
    /// </summary>
    public int Pods { get; init; } = 40;

    /// <summary>Secrets in a volume. 1 to 200. Default: 5.</summary>
    public int Objects { get; init; } = 5;

    /// <summary>Characters of a secret's value. 1 to 25,000, the limit of Key Vault. Default: 8.</summary>
    public int Size { get; init; } = 8;

    /// <summary>Identities that the pods share evenly. At least 1. Default: 1.</summary>
    public int Identities { get; init; } = 1;

    /// <summary>Vaults that the pods share evenly. At least 1; one unless said otherwise.</summary>
    public int Vaults { get; init; } = 1;

    /// <summary>The most mounts at the same time. At least 1; all of them unless said otherwise.</summary>
    public int AtOnce { get; init; } = int.MaxValue;

    /// <summary>How long the remounts of a round are spread evenly. Not at all unless said otherwise.</summary>
    public TimeSpan Spread { get; init; }

    /// <summary>
    /// Rounds: the first mounts every volume, the others mount it again as rotation does. 1 to 1000. Default: 5.
    /// </summary>
    public int Rounds { get; init; } = 5;

    /// <summary>How long the vault takes to respond. Default: 20 ms.</summary>
    public TimeSpan VaultDelay { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The share of vault calls that are throttled, fail or are aborted. 0 to 1. Default: 0.</summary>
    public double Faults { get; init; }

    /// <summary>How long the vault throttles every call from the first one on, with Retry-After. Default: 0.</summary>
    public TimeSpan Throttle { get; init; }

    /// <summary>The seed of the calls with faults.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The longest run. Default: 5 minutes.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the provider idles after the last round before its memory is read again. 0 to 10 minutes. Default: 0.
    /// </summary>
    public TimeSpan Settle { get; init; }

    /// <summary>The simulated memory limit of the container. Default: the manifests' 100 MiB.</summary>
    public ContainerLimit Memory { get; init; } = new(100);

    /// <summary>Whether the cloud speaks HTTP/1.1 only.</summary>
    public bool IsHttp1 { get; init; }

    public IReadOnlyList<string> ProviderFlags { get; init; } = [];

    public bool IsJson { get; init; }
}
