using Provider.Http;
using Provider.Model;
using Provider.Tests.Identity;

namespace Provider.Tests.Http;

public sealed class RetryTests : IDisposable
{
    private readonly VirtualTime time = new();
    private readonly FakeEndpoint server;
    private readonly Probe probe = new();

    public RetryTests() => server = new FakeEndpoint(time);

    public void Dispose() => server.Dispose();

    [Theory]
    [InlineData("Retry-After", "0")]
    [InlineData("retry-after-ms", "0")]
    [InlineData("x-ms-retry-after-ms", "1")]
    [InlineData("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT")]
    public async Task A_server_that_asks_for_no_wait_gets_our_own(string header, string value)
    {
        server.Responds("", 503, headers: (header, value));

        await FailsAsync(TimeSpan.FromSeconds(5));

        Assert.InRange(server.Calls.Count, 2, 6);
    }

    [Fact]
    public async Task Our_own_wait_grows_to_its_longest()
    {
        server.Responds("", 503);

        await FailsAsync(TimeSpan.FromSeconds(110));

        var waits = server.Calls.Zip(server.Calls.Skip(1), (one, next) => (next.At - one.At).TotalSeconds).ToList();
        Assert.InRange(waits[0], 0.25, 0.75);
        Assert.InRange(waits[3], 2, 6);
        Assert.All(waits, wait => Assert.InRange(wait, 0.25, 24));
        Assert.InRange(waits.Max(), 8, 24);
    }

    [Fact]
    public async Task The_larger_of_the_servers_wait_and_our_own_counts()
    {
        server.Responds("", 503, headers: ("Retry-After", "3")).Responds("", 503, headers: ("Retry-After", "3"))
            .Responds("");

        await time.RunAsync(ended => probe.SendAsync(server, ended));

        Assert.Equal([0, 3, 6], server.Calls.Select(call => call.At.TotalSeconds));
    }

    [Fact]
    public async Task A_wait_that_would_outlast_the_mount_is_not_begun()
    {
        server.Responds("", 503, headers: ("Retry-After", "2147483647"));
        using var mount = CallDeadline.Begin(TimeSpan.FromSeconds(110), time);

        var error = await FailsAsync(TimeSpan.FromSeconds(110));

        Assert.Single(server.Calls);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
        Assert.StartsWith("nmi-failed: attempt 1 was read as 503. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_the_deadline_cuts_short_leaves_what_was_read_before_it()
    {
        server.Responds("", 503).Hangs();

        var error = await FailsAsync(TimeSpan.FromSeconds(15));

        Assert.Equal(2, server.Calls.Count);
        Assert.StartsWith("nmi-failed: attempt 1 was read as 503. ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attempt_is_read_once()
    {
        server.Responds("", 503).Responds("", 500).Responds("");

        await time.RunAsync(ended => probe.SendAsync(server, ended));

        Assert.Equal(
            [(1, 503), (2, 500), (3, 200)], probe.Attempts.Select(attempt => (attempt.Number, attempt.Status)));
        Assert.Equal(time.Elapsed, probe.Attempts[^1].SinceFirst);
    }

    [Fact]
    public async Task The_first_attempt_whose_retry_comes_after_ten_seconds_is_logged_with_its_text_and_no_other()
    {
        server.Responds("", 503);

        await FailsAsync(TimeSpan.FromSeconds(110));

        var reported = server.Calls.TakeWhile(call => call.At < TimeSpan.FromSeconds(10)).Count();
        Assert.Equal(
            $"still waiting [endpoint, probe] [code, nmi-failed] [reason, attempt {reported} was read as 503] ",
            Assert.Single(server.Log, line => line.StartsWith("still waiting", StringComparison.Ordinal))
                .Split("[{Orig")[0]);
    }

    [Fact]
    public async Task A_call_of_less_than_ten_seconds_is_not_reported_as_waiting()
    {
        server.Responds("", 503, headers: ("Retry-After", "4")).Responds("", 503, headers: ("Retry-After", "5"))
            .Responds("");

        await time.RunAsync(ended => probe.SendAsync(server, ended));

        Assert.DoesNotContain(server.Log, line => line.StartsWith("still waiting", StringComparison.Ordinal));
    }

    private Task<MountException> FailsAsync(TimeSpan deadline) =>
        Assert.ThrowsAsync<MountException>(() => time.RunAsync(ended => probe.SendAsync(server, ended), deadline));
}
