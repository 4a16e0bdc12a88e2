namespace Provider.Sharing;

/// <summary>A semaphore whose permits are shared fairly between owners, the namespaces of a cluster.</summary>
// The owner that holds least is served next, of several the one that was served least recently, and no owner holds more
// than half: a namespace cannot make another one wait by taking everything, nor by a long queue for a single permit.
// Requests of one owner are served in their order. Once a request for many permits is next, smaller ones do not
// overtake it, since it could otherwise wait forever.
internal sealed class WeightedSemaphore
{
    // A release and a new request must see the same queues, or both could miss a waiting request.
    private readonly Lock gate = new();
    private readonly Dictionary<string, Owner> owners = new(StringComparer.Ordinal);
    private int capacity;
    private int free;
    private long requests;
    private long served;

    /// <summary>A semaphore with all permits free. <c>capacity</c>: the number of permits, 1 or more.</summary>
    public WeightedSemaphore(int capacity) => this.capacity = free = capacity;

    /// <summary>The most permits of one owner; a request for more gets these.</summary>
    public int Share => (Volatile.Read(ref capacity) + 1) / 2;

    /// <summary>Changes the number of permits; taken permits beyond it are not issued again.</summary>
    public void Resize(int newCapacity)
    {
        lock (gate)
        {
            if (newCapacity == capacity)
            {
                return;
            }

            free += newCapacity - capacity;
            capacity = newCapacity;
            foreach (var waiter in owners.Values.SelectMany(owner => owner.Queue))
            {
                // No request may wait for more than an owner can have.
                waiter.Weight = Math.Min(waiter.Weight, Share);
            }

            Serve();
        }
    }

    /// <summary><c>weight</c>: permits, 1 or more. Disposing of the result returns them.</summary>
    public async Task<IDisposable> WaitAsync(string owner, int weight, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (gate)
        {
            waiter = new Waiter(owner, Math.Min(weight, Share), ++requests);
            Enqueue(waiter);
            Serve();
        }

        await using var leaving = cancellationToken.Register(() => Leave(waiter, cancellationToken));
        await waiter.Served.Task;
        return new Permits(this, waiter);
    }

    /// <summary>Null if they are not free, or another request is first.</summary>
    public IDisposable? TryTake(string owner, int weight)
    {
        lock (gate)
        {
            var waiter = new Waiter(owner, Math.Min(weight, Share), ++requests);
            Enqueue(waiter);
            Serve();
            if (waiter.Served.Task.IsCompleted)
            {
                return new Permits(this, waiter);
            }

            Remove(waiter);
            return null;
        }
    }

    private void Enqueue(Waiter waiter)
    {
        if (!owners.TryGetValue(waiter.Owner, out var owner))
        {
            owners[waiter.Owner] = owner = new Owner();
        }

        waiter.Place = owner.Queue.AddLast(waiter);
    }

    private void Remove(Waiter waiter)
    {
        var owner = owners[waiter.Owner];
        owner.Queue.Remove(waiter.Place!);
        Forget(waiter.Owner, owner);
    }

    private void Leave(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            // A request that has just been served gets its permits and returns them.
            if (waiter.Place?.List is not null)
            {
                Remove(waiter);
                waiter.Served.SetCanceled(cancellationToken);
                Serve();
            }
        }
    }

    private void Release(Waiter waiter)
    {
        lock (gate)
        {
            var owner = owners[waiter.Owner];
            free += waiter.Weight;
            owner.InUse -= waiter.Weight;
            Forget(waiter.Owner, owner);
            Serve();
        }
    }

    private void Serve()
    {
        while (Next() is { } owner && owner.Queue.First!.Value is var waiter && waiter.Weight <= free)
        {
            owner.Queue.RemoveFirst();
            owner.InUse += waiter.Weight;
            owner.LastServed = ++served;
            free -= waiter.Weight;
            waiter.Served.SetResult();
        }
    }

    private Owner? Next() => owners.Values
        .Where(owner => owner.Queue.First is { } first && owner.InUse + first.Value.Weight <= Share)
        .MinBy(owner => (owner.InUse, owner.LastServed, owner.Queue.First!.Value.Number));

    private void Forget(string name, Owner owner)
    {
        if (owner is { InUse: 0, Queue.Count: 0 })
        {
            owners.Remove(name);
        }
    }

    private sealed class Owner
    {
        public LinkedList<Waiter> Queue { get; } = [];

        public int InUse { get; set; }

        public long LastServed { get; set; }
    }

    private sealed class Waiter(string owner, int weight, long number)
    {
        public string Owner => owner;

        public int Weight { get; set; } = weight;

        public long Number => number;

        // Continued asynchronously: never inside the lock.
        public TaskCompletionSource Served { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public LinkedListNode<Waiter>? Place { get; set; }
    }

    private sealed class Permits(WeightedSemaphore semaphore, Waiter waiter) : IDisposable
    {
        private int released;

        public void Dispose()
        {
            // Returned once, however often it is disposed of.
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                semaphore.Release(waiter);
            }
        }
    }
}
