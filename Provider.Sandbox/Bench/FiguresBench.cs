using Provider.Sandbox.Load;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Bench;

/// <summary>
/// Prints a node's figures as one table: without limits, and in a container's where a control group can be made.
/// </summary>
internal sealed class FiguresBench(TextWriter output, TimeProvider time)
{
    private const int Millicores = 50;
    private const int Mebibytes = 100;
    private const int VaultNames = 1_000;
    private static readonly int[] MemoryLimits = [16, 20, 24, 28, 32, 40, 48, 64];

    public async Task<int> RunAsync(string binary, CancellationToken cancellationToken)
    {
        using var limits = Limits();
        string?[] programs = [binary, limits?.Enclose(binary)];
        var table = new Table($"{BinaryDescription.Of(binary)}", "no limit", $"{Millicores}m, {Mebibytes} MiB");
        await AddProcessRowsAsync(table, programs, cancellationToken);
        await AddLoadRowsAsync(table, binary, programs, cancellationToken);
        table.Write(output);
        return 0;
    }

    private async Task AddProcessRowsAsync(Table table, string?[] programs, CancellationToken cancellationToken)
    {
        var probe = new ProcessBench(time);
        var starts = await EachAsync(programs, program => probe.StartAsync(program, cancellationToken));
        table.Add("start to first response, ms", [.. starts.Select(one => one?.Ready ?? double.NaN)]);
        table.Add("processor time until then, ms", [.. starts.Select(one => one?.Cpu ?? double.NaN)]);
        // At the same time: each takes 75 s and hardly any processor time.
        var idle = await Task.WhenAll(programs.Select(program => program is null
            ? Task.FromResult<IdleFigures?>(null)
            : probe.IdleAsync(program, cancellationToken)));
        table.Add("idle, anonymous memory, MiB", [.. idle.Select(one => one?.Anonymous ?? double.NaN)]);
        table.Add("idle, resident memory, MiB", [.. idle.Select(one => one?.Resident ?? double.NaN)]);
        table.Add("processor time of 75 s of idling, ms", [.. idle.Select(one => one?.Cpu ?? double.NaN)]);
        foreach (var trust in RootsOfTrust.All)
        {
            table.Add(
                $"first mount, {trust.Name}, ms of processor time",
                await EachNumberAsync(programs, program => probe.FirstMountAsync(program, trust, cancellationToken)));
        }
    }

    private async Task AddLoadRowsAsync(
        Table table, string binary, string?[] programs, CancellationToken cancellationToken)
    {
        table.Add("40 x 10, peak resident memory, MiB", await PeaksAsync(programs, 1, "30s", cancellationToken));
        table.Add("the same after 10 remounts without cache", await PeaksAsync(programs, 11, "0", cancellationToken));
        // At the same time, as above.
        table.Add(
            "40 x 10 one by one, remounted within a minute, peak",
            await Task.WhenAll(programs.Select(program => program is null
                ? Task.FromResult(double.NaN)
                : SpreadPeakAsync(program, cancellationToken))));
        table.Add(
            "1,000 vault names, 50 mounts at once, resident memory",
            await EachNumberAsync(programs, async program => (await LoadAsync(
                Load(program, 1) with { Pods = VaultNames, Vaults = VaultNames, Objects = 1, AtOnce = 50 },
                cancellationToken)).SettledMemory));
        table.Add(
            "least memory limit that survives 40 x 10, MiB", await LeastMemoryAsync(binary, cancellationToken),
            double.NaN);
        table.Add(
            "40 x 10, HTTP/1.1, an identity each, ms a mount",
            await EachNumberAsync(programs, async program => (await LoadAsync(
                new LoadOptions { Binary = program, Objects = 10, Identities = 40, IsHttp1 = true, Rounds = 1 },
                cancellationToken)).Rounds[0].CpuPerMount));
        table.Add(
            "200 x 10, an identity each, slowest remount without cache, ms",
            await EachNumberAsync(programs, async program => (await LoadAsync(
                Load(program, 2) with { Pods = 200, Identities = 200, ProviderFlags = ["--rotation-cache-ttl=0"] },
                cancellationToken)).Rounds[1].Latency.Max));
    }

    private static ControlGroup? Limits()
    {
        try
        {
            return ControlGroup.With(Millicores, Mebibytes);
        }
        catch (ProviderStartException)
        {
            return null;
        }
    }

    private static async Task<T?[]> EachAsync<T>(string?[] programs, Func<string, Task<T>> measure)
        where T : class
    {
        var figures = new T?[programs.Length];
        for (var column = 0; column < programs.Length; column++)
        {
            figures[column] = programs[column] is { } program ? await measure(program) : null;
        }

        return figures;
    }

    private static async Task<double[]> EachNumberAsync(string?[] programs, Func<string, Task<double>> measure)
    {
        var figures = new double[programs.Length];
        for (var column = 0; column < programs.Length; column++)
        {
            figures[column] = programs[column] is { } program ? await measure(program) : double.NaN;
        }

        return figures;
    }

    private Task<double[]> PeaksAsync(
        string?[] programs, int rounds, string cached, CancellationToken cancellationToken) =>
        EachNumberAsync(programs, async program =>
        {
            var load = Load(program, rounds) with { ProviderFlags = [$"--rotation-cache-ttl={cached}"] };
            return (await LoadAsync(load, cancellationToken)).PeakMemory;
        });

    private async Task<double> SpreadPeakAsync(string program, CancellationToken cancellationToken)
    {
        var load = Load(program, 2) with { AtOnce = 1, Spread = TimeSpan.FromMinutes(1) };
        return (await LoadAsync(load, cancellationToken)).PeakMemory;
    }

    private static LoadOptions Load(string program, int rounds) =>
        new() { Binary = program, Objects = 10, Rounds = rounds };

    private Task<LoadResult> LoadAsync(LoadOptions options, CancellationToken cancellationToken) =>
        new LoadRun(options, time).RunAsync(cancellationToken);

    private async Task<double> LeastMemoryAsync(string binary, CancellationToken cancellationToken)
    {
        foreach (var limit in MemoryLimits)
        {
            try
            {
                using var group = ControlGroup.With(millicores: null, limit);
                var load = Load(group.Enclose(binary), 1) with { Memory = new ContainerLimit(limit) };
                if ((await LoadAsync(load, cancellationToken)).Rounds.All(round => round.Failed == 0))
                {
                    return limit;
                }
            }
            catch (Exception error) when (error is IOException or InvalidOperationException)
            {
                // The kernel has killed it: try the next limit.
            }
            catch (ProviderStartException)
            {
                // A control group cannot be made here, or the provider did not start.
            }
        }

        return double.NaN;
    }
}
