using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Demo;

/// <summary>Reports each call that the provider makes to the cloud, once it has a response.</summary>
internal static class CallWatcher
{
    /// <summary>Reports calls until it is canceled.</summary>
    public static async Task ReportAsync(CallLog calls, Progress progress, CancellationToken over)
    {
        var reported = new HashSet<int>();
        try
        {
            while (true)
            {
                Report(await calls.WaitForAsync(call => call.IsOver && !reported.Contains(call.Number), 1, over),
                    reported, progress);
            }
        }
        catch (OperationCanceledException)
        {
            // The last calls may have completed at the same time as the mount.
            Report(calls.All.FindAll(call => call.IsOver && !reported.Contains(call.Number)), reported, progress);
        }
    }

    private static void Report(IEnumerable<RecordedCall> calls, HashSet<int> reported, Progress progress)
    {
        foreach (var call in calls)
        {
            reported.Add(call.Number);
            progress.Report(Actor(call), $"{call.Method} {call.Path}: {call.Status}{Meaning(call)}");
        }
    }

    private static string Actor(RecordedCall call) => call.Service switch
    {
        Services.Nmi => "NMI",
        Services.Imds => "IMDS",
        var other => other,
    };

    private static string Meaning(RecordedCall call) => (call.Service, call.Status) switch
    {
        (Services.Vault, 401) => ", the token is not accepted",
        (Services.Vault, 200) => $", {call.Segments.ElementAtOrDefault(1)}",
        (Services.Nmi, 404) => ", no identity is assigned to this pod yet; the provider retries",
        (Services.Nmi, 200) => ", a token for the pod's identity",
        _ => "",
    };
}
