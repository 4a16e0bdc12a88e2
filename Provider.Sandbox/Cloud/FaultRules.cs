namespace Provider.Sandbox.Cloud;

/// <summary>The rules for faults, applied in order; a rule that has been applied often enough is skipped.</summary>
internal sealed class FaultRules(Random chance)
{
    // Two concurrent calls must not both take a rule's last fault; Random is not thread-safe either.
    private readonly Lock gate = new();
    private readonly List<(FaultRule Rule, int Left)> rules = [];

    public void Add(FaultRule rule)
    {
        lock (gate)
        {
            rules.Add((rule, rule.Times));
        }
    }

    public void Add(Func<RecordedCall, bool> fits, Fault fault, int times = int.MaxValue, double probability = 1) =>
        Add(new FaultRule(fits, fault, times, probability));

    public void Add(string service, Fault fault, int times = int.MaxValue) =>
        Add(call => call.Service == service, fault, times);

    public void Clear()
    {
        lock (gate)
        {
            rules.Clear();
        }
    }

    /// <summary>
    /// The faults of a call: any number of delays, then at most one fault that determines the response.
    /// </summary>
    public IReadOnlyList<Fault> Take(RecordedCall call)
    {
        lock (gate)
        {
            List<Fault> taken = [];
            for (var i = 0; i < rules.Count && taken is [] or [.., Fault.Delay]; i++)
            {
                var (rule, left) = rules[i];
                if (left > 0 && rule.Fits(call) && Happens(rule.Probability))
                {
                    rules[i] = (rule, left - 1);
                    taken.Add(rule.Fault);
                }
            }

            return taken;
        }
    }

    private bool Happens(double probability) => probability >= 1 || chance.NextDouble() < probability;
}

/// <summary>A fault, the calls that it applies to, the most times, and the probability.</summary>
internal sealed record FaultRule(
    Func<RecordedCall, bool> Fits, Fault Fault, int Times = int.MaxValue, double Probability = 1);
