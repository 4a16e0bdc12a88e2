using Microsoft.Extensions.Time.Testing;
using Provider.Hosting;
using Provider.Telemetry;

namespace Provider.Tests.Hosting;

public sealed class UnservedRequestsTests
{
    [Fact]
    public void A_line_is_written_at_most_once_in_the_interval_and_counts_the_others()
    {
        var time = new FakeTimeProvider();
        using var output = new StringWriter();
        using var lines = new LineLoggerProvider(output, LogFormat.Text, time);
        var unserved = new UnservedRequests(lines.CreateLogger("Provider.Hosting.UnservedRequests"), time);

        for (var count = 0; count < 1000; count++)
        {
            unserved.Report($"reason {count}");
        }

        time.Advance(UnservedRequests.Interval);
        unserved.Report("the last");

        var written = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, written.Length);
        Assert.Contains("reason=\"reason 0\"", written[0], StringComparison.Ordinal);
        Assert.Contains("reason=\"the last\" skippedSinceLastLine=999", written[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_reason_is_cut()
    {
        using var output = new StringWriter();
        using var lines = new LineLoggerProvider(output, LogFormat.Text, TimeProvider.System);

        new UnservedRequests(lines.CreateLogger("x"), TimeProvider.System).Report(new string('r', 100_000));

        Assert.Contains("rrr", output.ToString(), StringComparison.Ordinal);
        Assert.InRange(output.ToString().Length, 1, 600);
    }
}
