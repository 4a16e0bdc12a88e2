using System.Text;

namespace Provider.Telemetry;

/// <summary>Writes lines on its own thread: callers never wait for the writer or fail with it.</summary>
// Standard error may be a pipe whose reader has stopped, or a file on a full disk. Lines that do not fit into the queue
// are dropped, and lines that cannot be written are lost; both are counted.
internal sealed class LogWriter : TextWriter
{
    public const int MostLines = 1000;

    public const int MostCharacters = 1024 * 1024;

    private readonly TextWriter output;

    // A Monitor, since the thread waits for lines with it; it is never locked while a line is written.
    private readonly object gate = new();
    private readonly Queue<string> lines = [];
    private readonly StringBuilder unfinished = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int characters;
    private long lost;
    private long unreported;
    private bool isComplete;

    public LogWriter(TextWriter output)
        : base(System.Globalization.CultureInfo.InvariantCulture)
    {
        this.output = output;
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = "log" }.Start();
    }

    public long Lost => Interlocked.Read(ref lost);

    /// <summary>The line that reports how many lines were lost before it.</summary>
    public Func<long, string> Report { get; set; } = count => $"{count} log lines dropped";

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        lock (gate)
        {
            var parts = (value ?? "").Split('\n');
            foreach (var part in parts[..^1])
            {
                Enqueue(unfinished.Append(part).ToString().TrimEnd('\r'));
                unfinished.Clear();
            }

            unfinished.Append(parts[^1]);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine(string? value) => Write(value + "\n");

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    /// <summary>Accepts no more lines, and waits until those in the queue are written.</summary>
    public async Task CompleteAsync(TimeSpan limit)
    {
        lock (gate)
        {
            isComplete = true;
            Monitor.Pulse(gate);
        }

        await ended.Task.WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Enqueue(string line)
    {
        if (isComplete || lines.Count == MostLines || characters + line.Length > MostCharacters)
        {
            Lose(1);
            return;
        }

        lines.Enqueue(line);
        characters += line.Length;
        Monitor.Pulse(gate);
    }

    private void Lose(long count)
    {
        Interlocked.Add(ref lost, count);
        Interlocked.Add(ref unreported, count);
    }

    private void Run()
    {
        while (Next() is { } line)
        {
            if (TryWrite(line))
            {
                ReportLost();
            }
            else
            {
                Lose(1);
            }
        }

        ended.SetResult();
    }

    private string? Next()
    {
        lock (gate)
        {
            while (lines.Count == 0 && !isComplete)
            {
                Monitor.Wait(gate);
            }

            if (!lines.TryDequeue(out var line))
            {
                return null;
            }

            characters -= line.Length;
            return line;
        }
    }

    // The lines that were lost came before those in the queue now, or between them; one report covers all.
    private void ReportLost()
    {
        var count = Interlocked.Exchange(ref unreported, 0);
        if (count > 0 && !TryWrite(Report(count)))
        {
            Interlocked.Add(ref unreported, count);
        }
    }

    private bool TryWrite(string line)
    {
        try
        {
            output.WriteLine(line);
            output.Flush();
            return true;
        }
#pragma warning disable CA1031 // A log that cannot be written must not end the process.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
