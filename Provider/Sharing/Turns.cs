namespace Provider.Sharing;

/// <summary>Lets so many do something at once; the others wait their turn, first come first served.</summary>
/// <remarks>
/// Who needs the room of many counts as many, and is not overtaken by those who need little: else it might wait for ever.
/// </remarks>
internal sealed class Turns
{
    // A turn that is given back and a newcomer must see the same queue, or both might pass by whoever waits.
    private readonly Lock gate = new();
    private readonly LinkedList<Waiter> queue = [];
    private readonly int width;
    private int free;

    /// <summary>Turns for so many.</summary>
    /// <param name="width">How many, 1 or more.</param>
    public Turns(int width) => free = this.width = width;

    /// <summary>Waits for a turn.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The turn; disposing of it gives it to the next.</returns>
    public Task<IDisposable> TakeAsync(CancellationToken cancellationToken) => TakeAsync(1, cancellationToken);

    /// <summary>Waits for a turn that counts as several.</summary>
    /// <param name="weight">As how many, 1 or more; more than there are count as all of them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The turn; disposing of it gives it to the next.</returns>
    public async Task<IDisposable> TakeAsync(int weight, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(Math.Min(weight, width));
        LinkedListNode<Waiter> place;
        lock (gate)
        {
            place = queue.AddLast(waiter);
            Serve();
        }

        await using var leaving = cancellationToken.Register(() => Leave(place, cancellationToken));
        await waiter.Served.Task;
        return new Turn(this, waiter.Weight);
    }

    private void Leave(LinkedListNode<Waiter> place, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // Who has been served meanwhile keeps the turn, and gives it back.
            if (place.List is not null)
            {
                queue.Remove(place);
                place.Value.Served.SetCanceled(cancellationToken);
                Serve();
            }
        }
    }

    private void GiveBack(int weight)
    {
        lock (gate)
        {
            free += weight;
            Serve();
        }
    }

    private void Serve()
    {
        while (queue.First is { } next && next.Value.Weight <= free)
        {
            queue.RemoveFirst();
            free -= next.Value.Weight;
            next.Value.Served.SetResult();
        }
    }

    private sealed record Waiter(int Weight)
    {
        // Continued elsewhere: never inside the lock.
        public TaskCompletionSource Served { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Turn(Turns turns, int weight) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            // Given back once, however often it is disposed of.
            if (Interlocked.Exchange(ref given, 1) == 0)
            {
                turns.GiveBack(weight);
            }
        }
    }
}
