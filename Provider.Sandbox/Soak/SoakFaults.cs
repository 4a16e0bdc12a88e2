using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Soak;

/// <summary>
/// The faults of a soak: temporary ones, the same for every service, so that nearly every mount can still succeed.
/// </summary>
internal static class SoakFaults
{
    public static void Script(FaultRules rules, double share)
    {
        (Fault Fault, double Weight)[] faults =
        [
            (new Fault.Abort(), 0.25), (new Fault.Respond(500), 0.15), (new Fault.Respond(503), 0.15),
            (Fault.Throttled(TimeSpan.FromSeconds(1)), 0.1), (new Fault.Truncate(), 0.2), (new Fault.Hang(), 0.02),
            (new Fault.Huge(1024 * 1024), 0.03), (new Fault.Respond(200, "{\"value\":"), 0.05),
            (new Fault.Respond(200), 0.05),
        ];
        rules.Add(_ => true, new Fault.Delay(TimeSpan.FromMilliseconds(20)));
        rules.Add(_ => true, new Fault.Delay(TimeSpan.FromSeconds(1)), probability: share / 10);
        foreach (var (fault, weight) in share > 0 ? faults : [])
        {
            rules.Add(_ => true, fault, probability: share * weight);
        }
    }
}
