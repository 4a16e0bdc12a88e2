using System.Diagnostics.CodeAnalysis;

namespace Provider.Sharing;

/// <summary>Caches up to <c>capacity</c> values, each until it has not been used for a time.</summary>
// A full cache drops the least recently used value of the owner that has most, so that one namespace cannot push out
// the values of another that has less.
// weigh: how much of the capacity a value takes; 1 by default. A value larger than the capacity is not cached.
internal sealed class BoundedCache<TKey, TValue>(
    long capacity, TimeSpan idleLimit, TimeProvider time, Func<TValue, long>? weigh = null)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Item>> items = [];

    private readonly Dictionary<string, Owned> byOwner = new(StringComparer.Ordinal);
    private long weight;

    public int Count
    {
        get
        {
            lock (gate)
            {
                return items.Count;
            }
        }
    }

    /// <summary><c>make</c> is called under the cache's lock, so it must be quick.</summary>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make, string owner = "")
    {
        lock (gate)
        {
            if (TryTouch(key, out var value))
            {
                return value;
            }

            value = make(key);
            Add(key, value, owner);
            return value;
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            return TryTouch(key, out value);
        }
    }

    public void Set(TKey key, TValue value, string owner = "")
    {
        lock (gate)
        {
            RemoveLocked(key);
            Add(key, value, owner);
        }
    }

    public void Remove(TKey key)
    {
        lock (gate)
        {
            RemoveLocked(key);
        }
    }

    /// <summary>Removes a value, unless another one has replaced it.</summary>
    public void Remove(TKey key, TValue value)
    {
        lock (gate)
        {
            if (items.TryGetValue(key, out var node)
                && EqualityComparer<TValue>.Default.Equals(node.Value.Value, value))
            {
                RemoveLocked(key);
            }
        }
    }

    /// <summary>Removes the values that match a condition, which is called under the cache's lock.</summary>
    public void RemoveAll(Func<TKey, TValue, bool> isRemoved)
    {
        lock (gate)
        {
            // Removing while enumerating is allowed for a dictionary.
            foreach (var (key, node) in items)
            {
                if (isRemoved(key, node.Value.Value))
                {
                    RemoveLocked(key);
                }
            }
        }
    }

    /// <summary>Drops idle values now; otherwise they are dropped at the next use of the cache.</summary>
    public void DropIdle()
    {
        lock (gate)
        {
            DropIdleLocked();
        }
    }

    private bool TryTouch(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        DropIdleLocked();
        if (!items.TryGetValue(key, out var node))
        {
            value = default;
            return false;
        }

        node.ValueRef = node.Value with { LastUsed = time.GetTimestamp() };
        var values = byOwner[node.Value.Owner].Values;
        values.Remove(node);
        values.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    private void Add(TKey key, TValue value, string owner)
    {
        DropIdleLocked();
        var item = new Item(key, value, owner, weigh?.Invoke(value) ?? 1, time.GetTimestamp());
        if (item.Weight > capacity)
        {
            return;
        }

        while (weight + item.Weight > capacity)
        {
            RemoveLocked(byOwner.Values.MaxBy(owned => owned.Weight)!.Values.Last!.Value.Key);
        }

        if (!byOwner.TryGetValue(owner, out var mine))
        {
            byOwner[owner] = mine = new Owned();
        }

        items.Add(key, mine.Values.AddFirst(item));
        mine.Weight += item.Weight;
        weight += item.Weight;
    }

    // Removing while enumerating is allowed for a dictionary.
    private void DropIdleLocked()
    {
        foreach (var owned in byOwner.Values)
        {
            while (owned.Values.Last is { } last && time.GetElapsedTime(last.Value.LastUsed) > idleLimit)
            {
                RemoveLocked(last.Value.Key);
            }
        }
    }

    private void RemoveLocked(TKey key)
    {
        if (items.Remove(key, out var node))
        {
            var owned = byOwner[node.Value.Owner];
            owned.Values.Remove(node);
            owned.Weight -= node.Value.Weight;
            weight -= node.Value.Weight;
            if (owned.Values.Count == 0)
            {
                byOwner.Remove(node.Value.Owner);
            }
        }
    }

    private readonly record struct Item(TKey Key, TValue Value, string Owner, long Weight, long LastUsed);

    private sealed class Owned
    {
        /// <summary>Most recently used first: values are dropped from the end.</summary>
        public LinkedList<Item> Values { get; } = [];

        public long Weight { get; set; }
    }
}
