using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Load;

/// <summary>The vault's delay and faults in a load run.</summary>
internal static class LoadFaults
{
    public static void Script(FaultRules rules, LoadOptions options, TimeProvider time)
    {
        if (options.VaultDelay > TimeSpan.Zero)
        {
            rules.Add(Services.Vault, new Fault.Delay(options.VaultDelay));
        }

        if (options.Throttle > TimeSpan.Zero)
        {
            var since = new Lazy<long>(time.GetTimestamp);
            rules.Add(
                call => call.Service == Services.Vault && time.GetElapsedTime(since.Value) < options.Throttle,
                Fault.Throttled(options.Throttle));
        }

        // Each rule sees only the calls that the rules before it let pass: nearly a third each.
        Fault[] faults = [Fault.Throttled(TimeSpan.FromSeconds(1)), new Fault.Respond(503), new Fault.Abort()];
        foreach (var fault in options.Faults > 0 ? faults : [])
        {
            rules.Add(call => call.Service == Services.Vault, fault, probability: options.Faults / faults.Length);
        }
    }
}
