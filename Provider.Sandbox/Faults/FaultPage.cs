using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Grpc.Core;

namespace Provider.Sandbox.Faults;

/// <summary>Makes the page of failing endpoints from a run, as Markdown.</summary>
internal static partial class FaultPage
{
    private const string Head =
        """
        # Endpoint failure modes

        The result of a mount for each fault of each identity endpoint and of Key Vault, from a run of the built provider over
        the real protocols; each mount has the 2 minutes that kubelet gives. The page is the output of

            dotnet run -c Release --project Provider.Sandbox -- faults

        which takes two minutes; a test compares it with mounts of a shorter deadline. Each message ends with what to do, which
        [troubleshooting](troubleshooting.md) lists by code. Waits have jitter, so the number of calls differs a little from run to run.
        Transient faults are retried until they pass or the mount's time is over; others are reported at once. Kubelet then retries
        with a new mount. `Retry-After` is respected where the mount has so much time left. Calls are those that reached the endpoint.
        """;

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    public static string Make(IEnumerable<FaultCell> cells)
    {
        var page = new StringBuilder(Head).Append('\n');
        foreach (var endpoint in cells.GroupBy(cell => cell.Endpoint, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture,
                $"\n## {endpoint.Key}\n\n| fault | ends in | after | calls | message |\n|---|---|---|---|---|\n");
            page.AppendJoin("", endpoint.Select(cell => Row(cell) + "\n"));
        }

        return page.ToString();
    }

    private static string Row(FaultCell cell) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {cell.Fault} | {End(cell)} | {Time(cell.Elapsed)} | {cell.Calls} | "
        + $"{Lasting(cell)} |");

    private static string Lasting(FaultCell cell)
    {
        var what = NodeTime().Replace(OwnPort().Replace(cell.What, "${host}:PORT"), "${node} TIME");
        return cell.Elapsed < AtOnce ? TimeOfMachine().Replace(what, "") : what;
    }

    // Ports of the sandbox differ from run to run; NMI has its own.
    [GeneratedRegex(@"(?<host>127\.0\.0\.1):(?!2579\b)[0-9]+")]
    private static partial Regex OwnPort();

    // Without a retry it is processing time of this machine, not a wait.
    [GeneratedRegex(@" for [0-9.]+ s\b")]
    private static partial Regex TimeOfMachine();

    [GeneratedRegex("(?<node>the time on this node is) [0-9TZ:-]+")]
    private static partial Regex NodeTime();

    private static string End(FaultCell cell) =>
        cell.Code.Length > 0 ? $"`{cell.Code}`, {cell.Status}"
        : cell.Status == nameof(StatusCode.OK) ? "mounted" : cell.Status;

    // All mounts begin at once, so that a part of each one's time is spent on others.
    private static string Time(TimeSpan elapsed) =>
        elapsed < AtOnce
            ? "at once"
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(elapsed.TotalSeconds)} s");
}
