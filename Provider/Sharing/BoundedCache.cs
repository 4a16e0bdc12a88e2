using System.Diagnostics.CodeAnalysis;

namespace Provider.Sharing;

/// <summary>Keeps values while they are used: at most so many, the least recently used going first, none longer unused than a limit.</summary>
/// <typeparam name="TKey">What a value is kept for.</typeparam>
/// <typeparam name="TValue">What is kept.</typeparam>
/// <param name="capacity">The most values, 1 or more.</param>
/// <param name="idleLimit">How long a value stays without being used.</param>
/// <param name="time">The clock.</param>
internal sealed class BoundedCache<TKey, TValue>(int capacity, TimeSpan idleLimit, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Item>> items = [];

    // Most recently used first, so that both limits are enforced at the end of the list.
    private readonly LinkedList<Item> byUse = [];

    /// <summary>How many values are kept.</summary>
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

    /// <summary>The value for a key, made when there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="make">Makes the value; called under the cache's lock, so it must be quick.</param>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        lock (gate)
        {
            if (TryTouch(key, out var value))
            {
                return value;
            }

            value = make(key);
            Add(key, value);
            return value;
        }
    }

    /// <summary>The value for a key, if there is one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (gate)
        {
            return TryTouch(key, out value);
        }
    }

    /// <summary>Puts a value in the place of whatever was kept for the key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void Set(TKey key, TValue value)
    {
        lock (gate)
        {
            Remove(key);
            Add(key, value);
        }
    }

    /// <summary>Removes a value, unless another has taken its place meanwhile.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public void Remove(TKey key, TValue value)
    {
        lock (gate)
        {
            if (items.TryGetValue(key, out var node) && EqualityComparer<TValue>.Default.Equals(node.Value.Value, value))
            {
                Remove(key);
            }
        }
    }

    /// <summary>Drops what nobody has used for too long; otherwise that waits for the next use of the cache.</summary>
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
        byUse.Remove(node);
        byUse.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    private void Add(TKey key, TValue value)
    {
        if (items.Count >= capacity)
        {
            Remove(byUse.Last!.Value.Key);
        }

        items.Add(key, byUse.AddFirst(new Item(key, value, time.GetTimestamp())));
    }

    private void DropIdleLocked()
    {
        while (byUse.Last is { } last && time.GetElapsedTime(last.Value.LastUsed) > idleLimit)
        {
            Remove(last.Value.Key);
        }
    }

    private void Remove(TKey key)
    {
        if (items.Remove(key, out var node))
        {
            byUse.Remove(node);
        }
    }

    private readonly record struct Item(TKey Key, TValue Value, long LastUsed);
}
