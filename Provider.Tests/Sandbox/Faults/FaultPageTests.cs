using System.Globalization;
using System.Text.RegularExpressions;
using Provider.Sandbox.Faults;
using Provider.Sandbox.Processes;

namespace Provider.Tests.Sandbox.Faults;

/// <summary>The page of endpoints that fail is what becomes of mounts, now.</summary>
// All mounts end at the same moment, and each has 2 s to report it: no other test runs then.
[Collection(nameof(FaultPageTests))]
[CollectionDefinition(nameof(FaultPageTests), DisableParallelization = true)]
public sealed partial class FaultPageTests
{
    // Kubelet's two minutes make the page. What a fault ends in is the same in a tenth of it.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(12);

    // What a busy machine adds.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

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
            await new FaultTable(ProviderProcess.DefaultBinary, TimeProvider.System, Deadline).RunAsync(limit.Token));

        // The deadline and jitter move times and numbers of calls; all else is the same in each run.
        Assert.Equal(Fixed(page), Fixed(made));
        Assert.All(Numbers(page).Zip(Numbers(made)), pair => Assert.True(
            IsShorter(pair.First, pair.Second), $"{pair.First} on the page, {pair.Second} now"));
    }

    // A fault that is final ends a mount with exactly the page's calls; a mount that retries makes no more calls than a
    // longer one, give or take jitter. That it ends before its deadline shows in its status.
    private static bool IsShorter(FaultNumbers page, FaultNumbers now) =>
        page.Row == now.Row && (page.Seconds == 0
            ? now.Calls == page.Calls
            : now.Calls <= page.Calls + 2 && (now.Calls > 0) == (page.Calls > 0));

    private static string Fixed(string page) =>
        Elapsed().Replace(Lasting().Replace(Row().Replace(page, "${row}${end}"), ""), "N s");

    private static IEnumerable<FaultNumbers> Numbers(string page) => Row().Matches(page).Select(row => new FaultNumbers(
        row.Groups["row"].Value,
        row.Groups["seconds"].Success ? double.Parse(row.Groups["seconds"].Value, CultureInfo.InvariantCulture) : 0,
        int.Parse(row.Groups["calls"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(
        @"^(?<row>\| [^|]+ \| [^|]+ \|) (?:at once|(?<seconds>\d+) s) \| (?<calls>\d+) (?<end>\|.*)$",
        RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@" for \d+(\.\d)? s\b")]
    private static partial Regex Lasting();

    [GeneratedRegex(@"\d+(\.\d)? s\b")]
    private static partial Regex Elapsed();

    private sealed record FaultNumbers(string Row, double Seconds, int Calls);
}
