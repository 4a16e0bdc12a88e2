using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Provider.Http.Connections;

/// <summary>The attempts of one connection: the next begins after a delay, or at once when one has failed.</summary>
internal sealed class ConnectionAttempts(ImmutableArray<IPEndPoint> addresses, TimeSpan delay, TimeProvider time)
{
    private readonly List<Task<Result>> running = [];
    private readonly List<(IPEndPoint, SocketError)> failures = [];

    /// <summary>The addresses that failed, in order, with those that timed out.</summary>
    public IReadOnlyList<(IPEndPoint Address, SocketError Error)> Failures => failures;

    /// <summary>Connects. Null when every attempt failed.</summary>
    public async Task<Socket?> RunAsync(CancellationToken ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
        for (var next = 0; next < addresses.Length || running.Count > 0;)
        {
            if (next < addresses.Length && !ended.IsCancellationRequested)
            {
                running.Add(TryAsync(addresses[next++], over.Token));
            }

            var hasNext = next < addresses.Length && !ended.IsCancellationRequested;
            if (!hasNext && running.Count == 0)
            {
                break;
            }

            var ready = await FirstAsync(hasNext, over.Token);
            if (ready?.Socket is { } winner)
            {
                await over.CancelAsync();
                running.ForEach(Discard);
                return winner;
            }
        }

        return null;
    }

    // The attempt that ended; null when it is time for the next one.
    private async Task<Result?> FirstAsync(bool hasNext, CancellationToken ended)
    {
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(ended);
        var pause = hasNext
            ? Task.Delay(delay, time, waited.Token)
            : Task.Delay(Timeout.InfiniteTimeSpan, time, waited.Token);
        var first = await Task.WhenAny(running.Append<Task>(pause));
        await waited.CancelAsync();
        if (first == pause && !ended.IsCancellationRequested)
        {
            return null;
        }

        // Every attempt ends by itself.
        var ready = first as Task<Result> ?? await Task.WhenAny(running);
        running.Remove(ready);
        var attempt = await ready;
        if (attempt.Socket is null)
        {
            failures.Add((attempt.Address, attempt.Error));
        }

        return attempt;
    }

    private static async Task<Result> TryAsync(IPEndPoint address, CancellationToken ended)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address, ended);
            return new Result(address, socket, SocketError.Success);
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException)
        {
            socket?.Dispose();
            return new Result(
                address, null, error is SocketException failed ? failed.SocketErrorCode : SocketError.TimedOut);
        }
    }

    // Two attempts may succeed at the same time; one connection is enough.
    private static void Discard(Task<Result> loser) => loser.ContinueWith(
        ended => ended.Result.Socket?.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
        TaskScheduler.Default);

    private sealed record Result(IPEndPoint Address, Socket? Socket, SocketError Error);
}
