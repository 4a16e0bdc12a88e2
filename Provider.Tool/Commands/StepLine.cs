namespace Provider.Tool.Commands;

/// <summary>Shows progress: on a terminal one line that changes, elsewhere a line a step.</summary>
internal sealed class StepLine(TextWriter output, bool isTerminal)
{
    // Carriage return, and erase to the end of the line (ECMA-48).
    private const string Erase = "\r\u001b[K";

    private bool isShown;

    public void Begin(string step)
    {
        if (!isTerminal)
        {
            output.WriteLine(step);
            return;
        }

        output.Write(Erase + step + " ...");
        output.Flush();
        isShown = true;
    }

    public void Say(string line)
    {
        Clear();
        output.WriteLine(line);
    }

    public void Clear()
    {
        if (isShown)
        {
            output.Write(Erase);
            isShown = false;
        }
    }
}
