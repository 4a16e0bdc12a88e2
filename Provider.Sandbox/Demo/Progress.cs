using System.Globalization;

namespace Provider.Sandbox.Demo;

/// <summary>Shows steps with the time since the start; on a terminal also what is being waited for.</summary>
internal sealed class Progress(TextWriter output, TimeProvider time, bool isTerminal)
{
    private const string ClearLine = "\r\u001b[K";
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(120);

    private readonly long started = time.GetTimestamp();

    // Steps are reported by several tasks: a line and the live line below it are written together.
    private readonly Lock gate = new();
    private string live = "";

    /// <summary>The time since the start.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Reports a step of a component.</summary>
    public void Report(string actor, string what)
    {
        lock (gate)
        {
            output.WriteLine($"{(live.Length > 0 ? ClearLine : "")}{Line(actor, what)}");
            output.Write(live);
        }
    }

    /// <summary>Shows what is being waited for in a line that is updated, on a terminal only.</summary>
    public async Task WaitAsync(Func<string> status, CancellationToken over)
    {
        if (!isTerminal)
        {
            return;
        }

        try
        {
            for (var frame = 0; ; frame++)
            {
                Draw(Line($"{"|/-\\"[frame % 4]}", status()));
                await Task.Delay(Frame, time, over);
            }
        }
        catch (OperationCanceledException)
        {
            Draw("");
        }
    }

    private void Draw(string line)
    {
        lock (gate)
        {
            output.Write(ClearLine + line);
            output.Flush();
            live = line;
        }
    }

    private string Line(string actor, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds,7:0.00} s  {actor,-9} {what}");
}
