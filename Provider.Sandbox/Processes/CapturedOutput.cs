using System.Text;

namespace Provider.Sandbox.Processes;

/// <summary>Everything that a process writes, stored completely: scans for secrets read it afterwards.</summary>
internal sealed class CapturedOutput(Action<string>? follow)
{
    // Both streams are read by threads of their own.
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
