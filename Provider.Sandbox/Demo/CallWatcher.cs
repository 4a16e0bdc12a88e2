using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Demo;

/// <summary>Tells each call that the provider makes to the cloud.</summary>
internal static class CallWatcher
{
    /// <summary>Tells calls until it is over.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="progress">Where to.</param>
    /// <param name="over">Ends it.</param>
    public static async Task TellAsync(CallLog calls, Progress progress, CancellationToken over)
    {
        var told = 0;
        try
        {
            while (true)
            {
                var all = calls.All;
                foreach (var call in all.Skip(told))
                {
                    progress.Tell(call.Service, $"{call.Method} {call.Host}{call.Path} answered {call.Status}{Meaning(call)}");
                }

                told = all.Count;
                await calls.WaitForMoreAsync(told, over);
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    private static string Meaning(RecordedCall call) => (call.Service, call.Status) switch
    {
        ("vault", 401) => " (the vault asks who calls, and names the token it wants)",
        ("nmi", 404) => " (no identity is assigned to this pod; the provider tries again)",
        ("nmi", 200) => " (a token for the pod's identity)",
        _ => "",
    };
}
