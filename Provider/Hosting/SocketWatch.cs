namespace Provider.Hosting;

/// <summary>Restores the socket's name after another program removed it, as the Go provider does at its end.</summary>
// The kernel reports changes in the directory (inotify). Only while the name is not ours, it is looked at every second:
// at once would be too early for a program that removes the name in order to bind its own socket there.
internal sealed partial class SocketWatch : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SocketFile socket;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly FileSystemWatcher? directory;

    // An event, a tick and Dispose may run at the same time: after Dispose nothing is linked any more.
    private readonly Lock gate = new();
    private ITimer? timer;
    private bool isOver;

    public SocketWatch(SocketFile socket, TimeProvider time, ILogger logger)
    {
        (this.socket, this.time, this.logger) = (socket, time, logger);
        try
        {
            directory = new FileSystemWatcher(
                Path.GetDirectoryName(Path.GetFullPath(socket.SocketPath))!, Path.GetFileName(socket.SocketPath))
            {
                NotifyFilter = NotifyFilters.FileName,
            };
            directory.Created += (_, _) => Look();
            directory.Deleted += (_, _) => Look();
            directory.Renamed += (_, _) => Look();
            directory.Error += (_, _) => Look();
            directory.EnableRaisingEvents = true;
        }
        catch (Exception error) when (error is IOException or ArgumentException)
        {
            LogNoEvents(logger, error.Message);
            directory?.Dispose();
            directory = null;
        }

        // The name can have been removed before the first event.
        Look();
    }

    public void Dispose()
    {
        directory?.Dispose();
        lock (gate)
        {
            isOver = true;
            timer?.Dispose();
        }
    }

    private void Look()
    {
        lock (gate)
        {
            // Without events a tick a second is the only way to see a change.
            if (isOver || (socket.IsPublished && directory is not null))
            {
                timer?.Dispose();
                timer = null;
            }
            else
            {
                timer ??= time.CreateTimer(_ => Tick(), null, Interval, Interval);
            }
        }
    }

    private void Tick()
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }

            try
            {
                if (socket.TryRestore())
                {
                    LogRestored(logger, socket.SocketPath);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                LogNotRestored(logger, socket.SocketPath, error.Message);
            }
        }

        Look();
    }

    [LoggerMessage(104, LogLevel.Warning, "the socket's file was removed by another program; it is linked again")]
    private static partial void LogRestored(ILogger logger, string socket);

    [LoggerMessage(105, LogLevel.Error,
        "the socket's file was removed or replaced by another program and cannot be linked again")]
    private static partial void LogNotRestored(ILogger logger, string socket, string reason);

    [LoggerMessage(106, LogLevel.Warning,
        "the kernel does not report changes in the socket's directory; looking at it every second")]
    private static partial void LogNoEvents(ILogger logger, string reason);
}
