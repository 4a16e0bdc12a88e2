namespace Provider.Sandbox.Cloud;

/// <summary>Which calls go wrong, and how: rules in order; one that has had its turns is passed over.</summary>
internal sealed class FaultRules(Random chance)
{
    // Two calls at once must not both take a rule's last turn; Random is not safe for threads either.
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
    /// What goes wrong with a call: any number of delays, then at most one fault that decides the response.
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

/// <summary>Which calls meet which fault, how often at most, and how likely.</summary>
internal sealed record FaultRule(
    Func<RecordedCall, bool> Fits, Fault Fault, int Times = int.MaxValue, double Probability = 1);
