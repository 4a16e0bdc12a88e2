namespace Provider.Sharing;

/// <summary>Lets so many do something at once; the others wait their turn, first come first served.</summary>
/// <param name="width">How many, 1 or more.</param>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing to dispose of.
internal sealed class Turns(int width)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim free = new(width);

    /// <summary>Waits for a turn.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The turn; disposing of it gives it to the next.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        return new Turn(free);
    }

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            // Given back once, however often it is disposed of.
            if (Interlocked.Exchange(ref given, 1) == 0)
            {
                free.Release();
            }
        }
    }
}
