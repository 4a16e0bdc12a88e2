using System.Globalization;
using System.Text.Json;
using Provider.Sandbox.Bench;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Load;

/// <summary>Writes the result of a load run, as text or as JSON.</summary>
internal static class LoadReport
{
    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static void Write(TextWriter output, LoadOptions options, LoadResult result)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Pods} pods, {options.Identities} identities, {options.Objects} secrets a pod; "
            + $"{BinaryDescription.Of(options.Binary)}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"vault: {options.VaultDelay.TotalMilliseconds:0} ms per response, {options.Faults * 100:0.#} % faults\n"));
        Rounds(result).Write(output);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\nresident memory {result.IdleMemory:0.0} MiB idle, {result.PeakMemory:0.0} MiB at most, "
            + $"{result.SettledMemory:0.0} MiB {options.Settle.TotalSeconds:0} s after the last mount; "
            + $"{result.Connections} connections"));
        foreach (var (failure, count) in result.Failures.OrderByDescending(failure => failure.Value))
        {
            output.WriteLine($"failed {count} times: {failure}");
        }
    }

    public static void WriteJson(TextWriter output, LoadResult result) =>
        output.WriteLine(JsonSerializer.Serialize(result, Json));

    private static Table Rounds(LoadResult result)
    {
        var table = new Table(
            "round", "mounted", "failed", "mounts/s", "p50 ms", "p95 ms", "p99 ms", "max ms", "CPU ms/mount", "RSS MiB",
            "vault calls", "of them 429", "token calls");
        foreach (var round in result.Rounds)
        {
            table.Add(
                round.Number == 1
                    ? "1 first mounts"
                    : string.Create(CultureInfo.InvariantCulture, $"{round.Number} re-mounts"),
                round.Mounted, round.Failed, round.MountsPerSecond, round.Latency.P50, round.Latency.P95,
                round.Latency.P99, round.Latency.Max, round.CpuPerMount, round.Memory, round.VaultCalls,
                round.ThrottledCalls, round.TokenCalls);
        }

        return table;
    }
}
