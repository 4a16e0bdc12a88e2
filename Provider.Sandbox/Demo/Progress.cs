using System.Globalization;

namespace Provider.Sandbox.Demo;

/// <summary>Tells a person what happens, as it happens, with the time since the start.</summary>
/// <param name="output">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class Progress(TextWriter output, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private readonly Lock gate = new();

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Tells a step.</summary>
    /// <param name="actor">Who does it.</param>
    /// <param name="what">What.</param>
    public void Tell(string actor, string what)
    {
        lock (gate)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds,7:0.00} s  {actor,-9} {what}"));
        }
    }
}
