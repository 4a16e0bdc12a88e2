using Provider.Content.Pfx;
using Provider.Model;

namespace Provider.Content.Converting;

/// <summary>Limits the key derivation of all certificates of one mount.</summary>
// Summed from the headers, so that a refused mount derives nothing; corrected by the actual cost, since keys in
// encrypted safes and the form of the password are not known before.
internal sealed class MountBudget
{
    public const long DefaultLimit = 20_000_000;

    private readonly long limit;
    private long sum;

    /// <summary>Adds up the rounds in the headers.</summary>
    /// <exception cref="MountException">It is over the limit.</exception>
    public MountBudget(long limit, IEnumerable<(ObjectEntry Entry, long Cost)> costs)
    {
        this.limit = limit;
        foreach (var (entry, cost) in costs)
        {
            // A file over its own limit is refused without any derivation.
            Add(entry, cost > DerivationBudget.FileLimit ? 0 : cost);
        }
    }

    /// <summary>Counts the rounds of a conversion beyond those of its headers.</summary>
    /// <exception cref="MountException">All together are over the limit.</exception>
    public void Correct(ObjectEntry entry, long expected, long taken) => Add(entry, Math.Max(0, taken - expected));

    private void Add(ObjectEntry entry, long cost)
    {
        sum += cost;
        if (sum > limit)
        {
            throw new MountException(
                ErrorCodes.CertificateUnreadable,
                $"the certificates up to {entry} ask for {DerivationBudget.Number(sum)} rounds of key derivation, "
                + $"more than the limit of {DerivationBudget.Number(limit)} for one mount",
                remedy: "Export them with fewer rounds, for example with openssl pkcs12 -export -iter 2048, or mount "
                    + "them in several volumes.");
        }
    }
}
