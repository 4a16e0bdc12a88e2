namespace Provider.Sharing;

/// <summary>
/// An amount, such as of memory, that owners share: no owner gets more than half, and charges never wait.
/// </summary>
// For work that cannot wait, since it takes up the amount while it waits.
internal sealed class SharedBudget(long capacity)
{
    // The sum and the shares must be checked and changed as one.
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> byOwner = new(StringComparer.Ordinal);
    private long used;

    /// <summary>The most of one owner.</summary>
    public long Share => (capacity + 1) / 2;

    public long Used => Interlocked.Read(ref used);

    /// <summary>Charges an amount to an owner; null when it would be too much.</summary>
    public Charge? TryCharge(string owner, long amount) =>
        TryAdd(owner, amount) ? new Charge(this, owner, amount) : null;

    private bool TryAdd(string owner, long change)
    {
        lock (gate)
        {
            var owned = byOwner.GetValueOrDefault(owner) + change;
            if (used + change > capacity || owned > Share)
            {
                return false;
            }

            used += change;
            if (owned == 0)
            {
                byOwner.Remove(owner);
            }
            else
            {
                byOwner[owner] = owned;
            }

            return true;
        }
    }

    /// <summary>An amount charged until it is disposed of. Not thread-safe: one mount uses it.</summary>
    internal sealed class Charge(SharedBudget budget, string owner, long amount) : IDisposable
    {
        private long charged = amount;

        // Returns: whether it is not too much; the charge stays as it was if it is.
        public bool TryChange(long amount)
        {
            if (!budget.TryAdd(owner, amount - charged))
            {
                return false;
            }

            charged = amount;
            return true;
        }

        // Returns: whether it is not too much; if it is, nothing is charged any more. As one, so that of several
        // charges that grow at once no more end than must.
        public bool ChangeOrEnd(long amount)
        {
            lock (budget.gate)
            {
                if (TryChange(amount))
                {
                    return true;
                }

                Dispose();
                return false;
            }
        }

        public void Dispose() => _ = TryChange(0);
    }
}
