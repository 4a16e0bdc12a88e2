using System.Globalization;

namespace Provider.Sandbox.Soak;

/// <summary>Writes a soak's figures for each minute, and its result.</summary>
internal sealed class SoakReport(TextWriter output)
{
    private const int WrongShown = 20;

    public void Head()
    {
        output.WriteLine(
            "| at | mounted | refused | failed | wrong | p50 ms | p99 ms | max ms | CPU ms/mount | resident |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
    }

    public void Add(SoakMinute minute) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {minute.At:mm\\:ss} | {minute.Mounted} | {minute.Refused} | {minute.Failed} | {minute.Wrong} | "
        + $"{minute.Latency.P50:0} | {minute.Latency.P99:0} | {minute.Latency.Max:0} | {minute.CpuPerMount:0.0} | "
        + $"{minute.Memory:0} MiB |"));

    public void Foot(SoakOptions options, SoakResult result)
    {
        var tally = result.Tally;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"\n{tally.Mounted} volumes, {tally.Bytes / 1e6:0.0} MB, each byte compared with the vault's, while "
            + $"{tally.Changes} things changed"));
        output.WriteLine($"{tally.Refused} mounts rightly refused; other failures:");
        foreach (var (how, count) in tally.Failures)
        {
            output.WriteLine($"  {count} x {how}");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"resident memory {result.PeakMemory:0.0} MiB at most, {result.SettledMemory:0.0} MiB "
            + $"{options.Settle.TotalSeconds:0} s after the last mount; "
                + $"{result.Connections} connections"));
        output.WriteLine($"{tally.Wrong.Count} violations");
        foreach (var fault in tally.Wrong.Take(WrongShown))
        {
            output.WriteLine($"WRONG: {fault}");
        }
    }
}
