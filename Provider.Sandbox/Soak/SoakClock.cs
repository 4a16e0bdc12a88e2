using Provider.Sandbox.Cloud;
using Provider.Sandbox.Load;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Soak;

/// <summary>Reports a soak's figures, minute by minute, until its time is over.</summary>
internal sealed class SoakClock(SoakOptions options, SoakTally tally, TimeProvider time)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private (int Mounted, int Refused, int Failed, TimeSpan Cpu) last;

    public async Task ReportAsync(
        SandboxCloud cloud, ProviderProcess provider, Action<SoakMinute> report, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) is var passed && passed < options.Duration && !provider.HasExited)
        {
            var rest = options.Duration - passed;
            await Task.Delay(rest < Every ? rest : Every, time, cancellationToken);
            // The log of calls would otherwise grow during the whole run.
            cloud.Calls.Clear();
            if (!provider.HasExited)
            {
                report(Minute(time.GetElapsedTime(begun), provider));
            }
        }
    }

    private SoakMinute Minute(TimeSpan at, ProviderProcess provider)
    {
        var now = (tally.Mounted, tally.Refused, Failed: tally.Failures.Values.Sum(), Cpu: provider.CpuTime());
        var (mounted, refused, failed) =
            (now.Mounted - last.Mounted, now.Refused - last.Refused, now.Failed - last.Failed);
        var minute = new SoakMinute(
            at, mounted, refused, failed, tally.Wrong.Count, Latencies.Of(tally.TakeLatencies()),
            (now.Cpu - last.Cpu).TotalMilliseconds / Math.Max(1, mounted + refused + failed),
            provider.MemoryKib("VmRSS") / 1024.0);
        last = now;
        return minute;
    }
}
