using System.Text;

namespace Provider.Sandbox.Processes;

/// <summary>The complete output of a process, which tests scan for secrets.</summary>
internal sealed class CapturedOutput(Action<string>? follow)
{
    // Each stream is read on another thread.
    private readonly Lock gate = new();
    private readonly StringBuilder all = new();
    private readonly StringBuilder standardOutput = new();

    public string All
    {
        get
        {
            lock (gate)
            {
                return all.ToString();
            }
        }
    }

    public string StandardOutput
    {
        get
        {
            lock (gate)
            {
                return standardOutput.ToString();
            }
        }
    }

    public void Add(string? line, bool isStandardOutput)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            all.AppendLine(line);
            if (isStandardOutput)
            {
                standardOutput.AppendLine(line);
            }
        }

        follow?.Invoke(line);
    }
}
