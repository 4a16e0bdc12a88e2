namespace Provider.Hosting;

/// <summary>Whether the process may have the threads that it needs, asked before it depends on any.</summary>
// Where the runtime itself gets no thread it ends the process with a stack trace, or hangs.
internal static class ThreadRoom
{
    // What a start and a stop were seen to need beside the threads that run before Main.
    private const int Needed = 12;
    private const int StackBytes = 64 * 1024;

    public static bool IsEnough()
    {
        using var asked = new ManualResetEventSlim();
        var threads = new List<Thread>(Needed);
        try
        {
            while (threads.Count < Needed)
            {
                var thread = new Thread(asked.Wait, StackBytes) { IsBackground = true };
                thread.Start();
                threads.Add(thread);
            }

            return true;
        }
        catch (Exception error) when (error is OutOfMemoryException or ThreadStartException)
        {
            return false;
        }
        finally
        {
            asked.Set();
            threads.ForEach(thread => thread.Join());
        }
    }
}
