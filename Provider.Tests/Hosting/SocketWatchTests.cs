using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Provider.Hosting;
using Provider.Tests.EndToEnd;

namespace Provider.Tests.Hosting;

public sealed class SocketWatchTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly FakeTimeProvider time = new();
    private readonly CancellationToken limit = Patience.Limit;
    private readonly SocketFile socket;

    public SocketWatchTests()
    {
        socket = SocketFile.Bind(Path.Combine(directory.Path, "azure.sock"));
        socket.Publish();
    }

    public void Dispose()
    {
        socket.Dispose();
        socket.Listener.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task A_name_that_is_removed_comes_back_again_and_again()
    {
        using var watch = new SocketWatch(socket, time, NullLogger.Instance);

        for (var count = 0; count < 3; count++)
        {
            File.Delete(socket.SocketPath);
            await AdvanceUntilAsync(() => socket.IsPublished);
        }
    }

    [Fact]
    public async Task A_file_that_no_program_listens_on_is_replaced()
    {
        using var watch = new SocketWatch(socket, time, NullLogger.Instance);
        File.Delete(socket.SocketPath);
        await File.WriteAllTextAsync(socket.SocketPath, "", limit);

        await AdvanceUntilAsync(() => socket.IsPublished);
    }

    [Fact]
    public async Task A_socket_that_accepts_connections_is_left_alone_until_it_is_gone()
    {
        using var watch = new SocketWatch(socket, time, NullLogger.Instance);
        using (var other = Listen(socket.SocketPath))
        {
            for (var count = 0; count < 20; count++)
            {
                time.Advance(SocketWatch.Interval);
                Assert.False(socket.TryRestore());
            }

            Assert.False(socket.IsPublished);
            File.Delete(socket.SocketPath);
        }

        await AdvanceUntilAsync(() => socket.IsPublished);
    }

    [Fact]
    public async Task Nothing_is_linked_after_the_end()
    {
        var watch = new SocketWatch(socket, time, NullLogger.Instance);
        File.Delete(socket.SocketPath);
        watch.Dispose();

        time.Advance(SocketWatch.Interval * 10);
        await Task.Yield();

        Assert.False(File.Exists(socket.SocketPath));
    }

    [Fact]
    public void A_watch_that_begins_too_late_restores_the_name_too()
    {
        File.Delete(socket.SocketPath);
        using var watch = new SocketWatch(socket, time, NullLogger.Instance);

        time.Advance(SocketWatch.Interval);

        Assert.True(socket.IsPublished);
    }

    [Fact]
    public async Task There_is_no_timer_while_the_name_is_ours()
    {
        var counted = new CountingTime(time);
        using var watch = new SocketWatch(socket, counted, NullLogger.Instance);
        Assert.Equal(0, counted.Timers);

        File.Delete(socket.SocketPath);
        await AdvanceUntilAsync(() => socket.IsPublished);

        // The tick that restored the name, or the event of its link, has ended the timer.
        await AdvanceUntilAsync(() => counted.Timers == 0);
    }

    private static Socket Listen(string path)
    {
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return listener;
    }

    // The kernel's event comes on a thread of its own: time goes on until it has been seen.
    private async Task AdvanceUntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            time.Advance(SocketWatch.Interval);
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit);
        }
    }

    private sealed class CountingTime(TimeProvider inner) : TimeProvider
    {
        private int timers;

        public int Timers => Volatile.Read(ref timers);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref timers);
            return new Counted(
                inner.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref timers));
        }

        private sealed class Counted(ITimer timer, Action ended) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                timer.Dispose();
                ended();
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
