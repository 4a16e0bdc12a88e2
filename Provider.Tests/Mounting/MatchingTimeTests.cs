using Provider.Model;
using Provider.Mounting;

namespace Provider.Tests.Mounting;

/// <summary>What the patterns of a mount may cost.</summary>
public sealed class MatchingTimeTests
{
    // Each of them has a new state for almost every letter: the whole list took 10 s of processor time.
    private const string Slow = ".*a..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    private static readonly VaultListing Names = new(
        [.. Enumerable.Range(0, 10_000).Select(seed => ListedObject.Of(new Random(seed).GetString("ab", 127), []))]);

    [Fact]
    public void A_slow_expression_ends_after_a_second_of_processor_time_with_an_error_that_names_it()
    {
        var matching = new MatchingTime();
        var before = ThreadClock.ProcessorTime;

        var error = Assert.Throws<MountException>(
            () => matching.Find(Search(Slow, isRegexp: true), Names, Patience.Limit));

        Assert.Equal(ErrorCodes.TooManyObjects, error.Code);
        Assert.Contains(Slow, error.Message, StringComparison.Ordinal);
        Assert.InRange(ThreadClock.ProcessorTime - before, MatchingTime.Most, TimeSpan.FromSeconds(60));
        // Nothing is left for another search of the mount.
        Assert.Throws<MountException>(() => matching.Find(Search("*"), Names, Patience.Limit));
    }

    // As many as a class may have, of which 3 are regular expressions.
    [Fact]
    public void Twenty_usual_searches_of_the_longest_list_end_in_time()
    {
        var matching = new MatchingTime();
        var names = new VaultListing(
            [.. Enumerable.Range(0, 10_000).Select(number => ListedObject.Of($"shop-service-{number}-prod", []))]);
        for (var search = 0; search < 20; search++)
        {
            Assert.Equal(
                search < 3 ? 0 : 10_000,
                matching.Find(
                    search < 3 ? Search("(app|db)-[a-z]+-prod", isRegexp: true) : Search("shop-*-prod"), names,
                    Patience.Limit).Length);
        }
    }

    [Fact]
    public void What_other_threads_do_does_not_count()
    {
        var before = ThreadClock.ProcessorTime;
        var other = new Thread(() =>
        {
            var began = ThreadClock.ProcessorTime;
            while (ThreadClock.ProcessorTime - began < TimeSpan.FromMilliseconds(200))
            {
            }
        });
        other.Start();
        other.Join();

        Assert.InRange(ThreadClock.ProcessorTime - before, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void A_mount_that_has_ended_matches_no_further()
    {
        var ended = new CancellationToken(canceled: true);

        Assert.Throws<OperationCanceledException>(
            () => new MatchingTime().Find(Search("*"), Names, ended));
    }

    private static ObjectSearch Search(string pattern, bool isRegexp = false) =>
        new(new NamePattern(pattern, isRegexp), [], "{name}", 100);
}
