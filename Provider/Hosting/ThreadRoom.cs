using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Provider.Hosting;

/// <summary>Whether the process may have the threads that it needs, asked before it depends on any.</summary>
// Where the runtime itself gets no thread it ends the process with a stack trace, or hangs.
internal static class ThreadRoom
{
    // What a start and a stop were seen to need beside the threads that run before Main.
    private const int Needed = 12;
    private const int StandardError = 2;
    private const int StackBytes = 64 * 1024;

    /// <summary>Writes to standard error without the threads that the log and .NET's console start.</summary>
    public static void ReportMissing()
    {
        using var handle = new SafeFileHandle(StandardError, ownsHandle: false);
        using var error = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        error.Write(Encoding.UTF8.GetBytes($"the provider cannot start: {StartFailure.NoThreads}\n"));
    }

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
