using System.Diagnostics.CodeAnalysis;

namespace Provider.Content.Converting;

/// <summary>
/// Caches converted content for two minutes after its last use: rotation reads the same certificates.
/// </summary>
// Separate from the cache of reads, whose 30 s are shorter than the 75 s between two of kubelet's mounts. Bounded in
// bytes; when it is full, the least recently used content of the namespace that holds most is dropped.
// capacity: the most bytes.
internal sealed class ConversionCache(long capacity, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(2);

    // The approximate size of an item without its content.
    private const int Overhead = 512;

    private readonly Lock gate = new();
    private readonly Dictionary<ConversionKey, LinkedListNode<Item>> items = [];
    private readonly Dictionary<string, long> bytesByNamespace = new(StringComparer.Ordinal);
    // The most recently used first.
    private readonly LinkedList<Item> byUse = [];
    private ITimer? sweep;
    private long bytes;

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

    public bool TryGet(ConversionKey key, [MaybeNullWhen(false)] out ConvertedContent content)
    {
        lock (gate)
        {
            DropIdle();
            if (!items.TryGetValue(key, out var node))
            {
                content = null;
                return false;
            }

            node.ValueRef = node.Value with { LastUsed = time.GetTimestamp() };
            byUse.Remove(node);
            byUse.AddFirst(node);
            content = node.Value.Content;
            return true;
        }
    }

    // owner: the namespace that it counts for.
    public void Set(ConversionKey key, string owner, ConvertedContent content)
    {
        var item = new Item(key, owner, content, Size(content), time.GetTimestamp());
        lock (gate)
        {
            Remove(key);
            DropIdle();
            items.Add(key, byUse.AddFirst(item));
            AddBytes(owner, item.Bytes);
            while (bytes > capacity)
            {
                DropFromLargest();
            }

            // One sweep is scheduled while the cache holds anything; an idle provider has no timer.
            sweep ??= time.CreateTimer(_ => Sweep(), null, IdleLimit, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            sweep?.Dispose();
        }
    }

    private static long Size(ConvertedContent content) =>
        Overhead + (content.Content?.Whole.Length ?? 0) + (content.Content?.Certificate?.Length ?? 0)
            + (content.Content?.PrivateKey?.Length ?? 0);

    private void Sweep()
    {
        lock (gate)
        {
            DropIdle();
            sweep?.Dispose();
            sweep = byUse.Last is { } oldest
                ? time.CreateTimer(_ => Sweep(), null, IdleLimit - time.GetElapsedTime(oldest.Value.LastUsed),
                    Timeout.InfiniteTimeSpan)
                : null;
        }
    }

    private void DropIdle()
    {
        while (byUse.Last is { } last && time.GetElapsedTime(last.Value.LastUsed) >= IdleLimit)
        {
            Remove(last.Value.Key);
        }
    }

    private void DropFromLargest()
    {
        var largest = bytesByNamespace.MaxBy(used => used.Value).Key;
        var node = byUse.Last;
        while (node!.Value.Owner != largest)
        {
            node = node.Previous;
        }

        Remove(node.Value.Key);
    }

    private void Remove(ConversionKey key)
    {
        if (items.Remove(key, out var node))
        {
            byUse.Remove(node);
            AddBytes(node.Value.Owner, -node.Value.Bytes);
        }
    }

    private void AddBytes(string owner, long change)
    {
        bytes += change;
        var used = bytesByNamespace.GetValueOrDefault(owner) + change;
        if (used == 0)
        {
            bytesByNamespace.Remove(owner);
        }
        else
        {
            bytesByNamespace[owner] = used;
        }
    }

    private readonly record struct Item(
        ConversionKey Key, string Owner, ConvertedContent Content, long Bytes, long LastUsed);
}
