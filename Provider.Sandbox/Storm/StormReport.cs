using System.Collections.Immutable;
using System.Globalization;

namespace Provider.Sandbox.Storm;

/// <summary>Writes cells as the rows of a Markdown table, as they come.</summary>
internal sealed class StormReport(TextWriter output, int pods)
{
    private int wrong;

    /// <summary>The number of violations.</summary>
    public int Wrong => wrong;

    public void Head()
    {
        output.WriteLine(
            "| service | fault | of its calls | mounted | failed with | slowest | calls | CPU | resident |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
    }

    public void Add(StormCell cell)
    {
        var failures = string.Join(", ", cell.Failures.Select(failure => $"{failure.Value} x {failure.Key}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {cell.Service} | {cell.Fault} | {cell.Share * 100:0.#} % | {cell.Mounted} of {pods} | {failures} | "
            + $"{cell.Slowest:0.0} s | {cell.Calls} | {cell.Cpu.TotalSeconds:0.00} s | {cell.Memory:0} MiB |"));
        foreach (var fault in cell.Wrong)
        {
            output.WriteLine($"WRONG: {fault}");
        }

        wrong += cell.Wrong.Length;
    }

    public void Foot((double Peak, double Settled) memory) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"\nresident memory {memory.Peak:0.0} MiB at most, {memory.Settled:0.0} MiB when idle; {wrong} "
        + $"violations"));
}

/// <summary>The results of the mounts while a share of a service's calls failed.</summary>
internal sealed record StormCell(
    string Service, string Fault, double Share, int Mounted, ImmutableSortedDictionary<string, int> Failures,
    double Slowest, int Calls, ImmutableArray<string> Wrong)
{
    /// <summary>The provider's processor time for all mounts.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>The provider's resident memory after them, in MiB.</summary>
    public double Memory { get; init; }
}
