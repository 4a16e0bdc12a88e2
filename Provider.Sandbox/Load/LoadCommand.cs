using System.CommandLine;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Load;

/// <summary><c>load</c>: measures the mounts of a node.</summary>
internal sealed class LoadCommand
{
    private const int MostPods = 2000;

    private readonly LoadOptions defaults = new() { Binary = "" };
    private readonly Option<string> binary = ProviderOption.Create();
    private readonly Option<int> pods;
    private readonly Option<int> objects;
    private readonly Option<int> size;
    private readonly Option<int> identities;
    private readonly Option<int> vaults;
    private readonly Option<int> atOnce;
    private readonly Option<int> rounds;
    private readonly Option<int> vaultDelay;
    private readonly Option<double> faults;
    private readonly Option<int> seed;
    private readonly Option<int> limit;
    private readonly Option<int> settle;
    private readonly Option<int> throttle;
    private readonly Option<int> memory;
    private readonly Option<bool> json = new("--json") { Description = "Write the figures as JSON." };

    private readonly Option<string[]> flags = new("--flag")
    {
        Description = "A further flag for the provider, such as --flag=-v=5; may be given several times.",
        HelpName = "flag",
    };

    public LoadCommand()
    {
        pods = NumberOption.Create(
            "--pods", "Volumes, a pod each, that are mounted at the same time.", defaults.Pods, 1, MostPods);
        objects = NumberOption.Create("--objects", "Secrets in a volume.", defaults.Objects, 1, 200);
        size = NumberOption.Create("--size", "Characters of a secret's value.", defaults.Size, 1, 25_000);
        identities =
            NumberOption.Create("--identities", "Identities that the pods share evenly.", defaults.Identities, 1, 2000);
        vaults = NumberOption.Create("--vaults", "Vaults that the pods share evenly.", defaults.Vaults, 1, 2000);
        atOnce = NumberOption.Create("--at-once", "The most mounts at the same time.", MostPods, 1, MostPods);
        rounds =
            NumberOption.Create("--rounds",
                "The first mounts every volume, the others mount it again as rotation does.", defaults.Rounds, 1, 1000);
        vaultDelay =
            NumberOption.Create("--vault-delay", "Milliseconds that the vault takes to respond.",
                (int)defaults.VaultDelay.TotalMilliseconds, 0, 60_000);
        seed = NumberOption.Create("--seed", "Decides which calls meet a fault: the same seed, the same share.",
            defaults.Seed, 0, int.MaxValue);
        limit = NumberOption.Create(
            "--limit", "Seconds after which the run is broken off.", (int)defaults.Limit.TotalSeconds, 1, 3600);
        settle =
            NumberOption.Create("--settle",
                "Seconds to wait after the last round before memory is read again.", 0, 0, 600);
        memory =
            NumberOption.Create("--memory", "MiB of the container that the provider believes to be in.",
                defaults.Memory.Mebibytes, 30, 100_000);
        throttle = NumberOption.Create(
            "--throttle", "Seconds for which the vault throttles every call, from the first on.", 0, 0, 100);
        faults = NumberOption.Create(
            "--faults", "Share of vault calls that are throttled, fail or break off.", defaults.Faults, 0, 1, "share");
    }

    public Command Build(TextWriter output)
    {
        var command =
            new Command("load",
                "Mount many volumes at once, round after round, and print latency, memory, processor time and calls.")
        {
            binary, pods, objects, size, identities, vaults, atOnce, rounds, vaultDelay, faults, throttle, seed, limit,
            settle, memory, flags, json,
        };
        command.SetAction((parsed, cancellationToken) =>
            CommandFailures.ReportAsync(output, () => RunAsync(output, Read(parsed), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(TextWriter output, LoadOptions options, CancellationToken cancellationToken)
    {
        var result = await new LoadRun(options, TimeProvider.System).RunAsync(cancellationToken);
        if (options.IsJson)
        {
            LoadReport.WriteJson(output, result);
        }
        else
        {
            LoadReport.Write(output, options, result);
        }

        return result.Failures.Count == 0 || options.Faults > 0 ? 0 : 1;
    }

    private LoadOptions Read(ParseResult parsed) => new()
    {
        Binary = parsed.GetRequiredValue(binary),
        Pods = parsed.GetRequiredValue(pods),
        Objects = parsed.GetRequiredValue(objects),
        Size = parsed.GetRequiredValue(size),
        Identities = parsed.GetRequiredValue(identities),
        Vaults = parsed.GetRequiredValue(vaults),
        AtOnce = parsed.GetRequiredValue(atOnce),
        Rounds = parsed.GetRequiredValue(rounds),
        VaultDelay = TimeSpan.FromMilliseconds(parsed.GetRequiredValue(vaultDelay)),
        Faults = parsed.GetRequiredValue(faults),
        Seed = parsed.GetRequiredValue(seed),
        Limit = TimeSpan.FromSeconds(parsed.GetRequiredValue(limit)),
        Settle = TimeSpan.FromSeconds(parsed.GetRequiredValue(settle)),
        Memory = new(parsed.GetRequiredValue(memory)),
        Throttle = TimeSpan.FromSeconds(parsed.GetRequiredValue(throttle)),
        ProviderFlags = parsed.GetValue(flags) ?? [],
        IsJson = parsed.GetRequiredValue(json),
    };
}
