using Provider.Tests.Identity;

namespace Provider.Tests.Http;

public sealed class RetryAfterTests
{
    // The test's clock starts on 1 January 2000.
    [Theory]
    [InlineData("Retry-After", "7", 7d)]
    [InlineData("Retry-After", "0", 0d)]
    [InlineData("Retry-After", "299", 299d)]
    [InlineData("Retry-After", "2147483647", 300d)]
    [InlineData("Retry-After", "99999999999999999999999999", 300d)]
    [InlineData("Retry-After", "-1", null)]
    [InlineData("Retry-After", "1.5", null)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "Sat, 01 Jan 2000 00:00:07 GMT", 7d)]
    [InlineData("Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT", 300d)]
    [InlineData("Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT", null)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("retry-after-ms", "0", 0d)]
    [InlineData("retry-after-ms", "99999999999", 300d)]
    [InlineData("x-ms-retry-after-ms", "250", 0.25)]
    [InlineData("x-ms-retry-after-ms", "x", null)]
    public async Task A_wait_is_read_in_each_spelling_and_never_longer_than_five_minutes(
        string header, string value, double? seconds) =>
        Assert.Equal(seconds, (await ReadAsync((header, value)))?.TotalSeconds);

    [Fact]
    public async Task Milliseconds_come_before_seconds() =>
        Assert.Equal(0.25, (await ReadAsync(("Retry-After", "9"), ("x-ms-retry-after-ms", "250")))?.TotalSeconds);

    [Fact]
    public async Task Without_a_header_there_is_no_wait() => Assert.Null(await ReadAsync());

    private static async Task<TimeSpan?> ReadAsync(params (string Name, string Value)[] headers)
    {
        var time = new VirtualTime();
        using var server = new FakeEndpoint(time).Responds("", headers: headers);
        var probe = new Probe();
        await time.RunAsync(ended => probe.SendAsync(server, ended));
        return Assert.Single(probe.Attempts).RequestedWait;
    }
}
