using Provider.Model;

namespace Provider.Mounting;

/// <summary>Limits the time in which a mount's searches match names: one may take a millisecond.</summary>
// Matching does not await, so the processor time of the thread is that of the search: neither a busy node nor another
// mount of this process counts.
internal sealed class MatchingTime
{
    /// <summary>For all searches of a mount.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    private TimeSpan spent;

    /// <summary>The objects of a list that a search means, by name.</summary>
    /// <exception cref="MountException">It takes too long.</exception>
    public ListedObject[] Find(ObjectSearch search, VaultListing listing, CancellationToken cancellationToken)
    {
        var began = ThreadClock.ProcessorTime;
        TimeSpan Spent() => spent + (ThreadClock.ProcessorTime - began);

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
