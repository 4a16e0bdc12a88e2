using System.Globalization;
using System.Text.RegularExpressions;
using Provider.Sandbox.Faults;
using Provider.Sandbox.Processes;

namespace Provider.Tests.Sandbox.Faults;

/// <summary>The page of identity endpoints that fail is what becomes of mounts, now.</summary>
public sealed partial class FaultPageTests
{
    // Two minutes of waits, and what a busy machine adds.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task The_page_shows_what_becomes_of_a_mount_at_each_fault_of_each_endpoint()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var reason = await ClusterView.WhyNotAsync(limit.Token);
        Assert.SkipWhen(reason is not null, reason ?? "");
        var page =
            await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "identity-faults.md"), limit.Token);

        var made = FaultPage.Make(
            await new FaultTable(ProviderProcess.DefaultBinary, TimeProvider.System).RunAsync(limit.Token));

        // Jitter moves times and numbers of calls; all else is the same in each run.
        Assert.Equal(Fixed(page), Fixed(made));
        Assert.All(Numbers(page).Zip(Numbers(made)), pair => Assert.True(
            pair.First.Endpoint == pair.Second.Endpoint && Fits(pair.First.Seconds, pair.Second.Seconds)
                && Fits(pair.First.Calls, pair.Second.Calls),
            $"{pair.First} on the page, {pair.Second} now"));
    }

    private static bool Fits(double written, double now) =>
        Math.Abs(written - now) <= Math.Max(written >= 2 ? 3 : 0, written * 0.5);

    private static string Fixed(string page) => Elapsed().Replace(Row().Replace(page, "${fault}${end}"), "N s");

    private static IEnumerable<(string Endpoint, double Seconds, double Calls)> Numbers(string page) =>
        Row().Matches(page).Select(row => (
        row.Groups["fault"].Value,
        row.Groups["seconds"].Success ? double.Parse(row.Groups["seconds"].Value, CultureInfo.InvariantCulture) : 0,
        double.Parse(row.Groups["calls"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(
        @"^(?<fault>\| [^|]+ \| [^|]+ \|) (?:at once|(?<seconds>\d+) s) \| (?<calls>\d+) (?<end>\|.*)$",
        RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\d+(\.\d)? s")]
    private static partial Regex Elapsed();
}
