using System.Globalization;

namespace Provider.Sandbox.Fuzzing;

/// <summary>Prints figures and failures.</summary>
internal sealed class FuzzReport(TextWriter output)
{
    private const int LongestDump = 3_000;

    public void Head() =>
        output.WriteLine("target            inputs   refused  inputs/s  slowest ms  most KiB  failures");

    public void Row(FuzzFigures figures) =>
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{figures.Target.Name,-15}{figures.Inputs,9}{figures.Refused,10}"
            + $"{figures.Inputs / figures.Duration.TotalSeconds,10:0}{figures.Slowest,12:0.0}"
            + $"{figures.MostBytes / 1024.0,10:0}{figures.Failures.Length,10}"));

    public void Total(IReadOnlyCollection<FuzzFigures> all) =>
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{"all",-15}{all.Sum(one => one.Inputs),9}{all.Sum(one => one.Refused),10}"
            + $"{all.Sum(one => one.Inputs) / all.Sum(one => one.Duration.TotalSeconds),10:0}"
            + $"{all.Max(one => one.Slowest),12:0.0}{all.Max(one => one.MostBytes) / 1024.0,10:0}"
            + $"{all.Sum(one => one.Failures.Length),10}"));

    /// <summary>A failure, and the command that reproduces it.</summary>
    public void Failure(FuzzFailure failure)
    {
        var dump = Convert.ToBase64String(failure.Input);
        output.WriteLine($"\n{failure.Target.Name}: {failure.What}");
        output.WriteLine($"again:  fuzz --target {failure.Target.Name} --inputs 1 --seed {failure.Seed}");
        output.WriteLine(
            $"input:  {failure.Input.Length} bytes, in base64 "
            + $"{(dump.Length > LongestDump ? dump[..LongestDump] + "..." : dump)}");
        output.Flush();
    }
}
