using Provider.Model;

namespace Provider.Mounting;

/// <summary>Limits the time in which a mount's searches match names: one may take a millisecond.</summary>
// The time of the clock while nothing else runs, and else that of the processor: neither a busy node nor a busy
// provider ends a mount whose searches are quick.
internal sealed class MatchingTime(TimeProvider time)
{
    /// <summary>For all searches of a mount.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    private TimeSpan spent;

    /// <summary>The objects of a list that a search means, by name.</summary>
    /// <exception cref="MountException">It takes too long.</exception>
    public ListedObject[] Find(ObjectSearch search, VaultListing listing, CancellationToken cancellationToken)
    {
        var (began, processor) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        TimeSpan Spent()
        {
            var (clock, used) = (time.GetElapsedTime(began), Environment.CpuUsage.TotalTime - processor);
            return spent + (clock < used ? clock : used);
        }

        void CheckTime()
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Spent() > Most)
            {
                throw TooSlow(search);
            }
        }

        try
        {
            return [.. search.Among(listing.Objects, CheckTime).OrderBy(one => one.Name, StringComparer.Ordinal)];
        }
        finally
        {
            spent = Spent();
        }
    }

    private static MountException TooSlow(ObjectSearch search) => new(
        ErrorCodes.TooManyObjects,
        $"matching names with {Quoted.Text(search.Pattern.Text)} takes more than the {Most.TotalSeconds} s of "
        + "processor time that a mount's searches have",
        remedy: "Write an expression with fewer of the signs .*+?[| or a name with *, or list the objects by name.");
}
