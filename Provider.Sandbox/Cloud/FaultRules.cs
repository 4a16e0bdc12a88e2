namespace Provider.Sandbox.Cloud;

/// <summary>Which calls go wrong, and how: the first rule that fits a call and is not used up applies.</summary>
/// <param name="chance">Decides for rules that apply now and then; seeded by whoever wants to repeat a run.</param>
internal sealed class FaultRules(Random chance)
{
    private readonly Lock gate = new();
    private readonly List<Rule> rules = [];

    /// <summary>Adds a rule.</summary>
    /// <param name="fits">Which calls: service, host and path are known by then.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">How often.</param>
    /// <param name="probability">How likely, 0 to 1.</param>
    public void Add(Func<RecordedCall, bool> fits, Fault fault, int times = int.MaxValue, double probability = 1)
    {
        lock (gate)
        {
            rules.Add(new Rule(fits, fault, probability) { Left = times });
        }
    }

    /// <summary>Adds a rule for all calls of a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">How often.</param>
    public void Add(string service, Fault fault, int times = int.MaxValue) => Add(call => call.Service == service, fault, times);

    /// <summary>Removes all rules.</summary>
    public void Clear()
    {
        lock (gate)
        {
            rules.Clear();
        }
    }

    /// <summary>What goes wrong with a call; none when nothing does.</summary>
    /// <param name="call">The call, not answered yet.</param>
    public Fault? Next(RecordedCall call)
    {
        lock (gate)
        {
            var rule = rules.Find(rule => rule.Left > 0 && rule.Fits(call) && chance.NextDouble() < rule.Probability);
            if (rule is not null)
            {
                rule.Left--;
            }

            return rule?.Fault;
        }
    }

    private sealed record Rule(Func<RecordedCall, bool> Fits, Fault Fault, double Probability)
    {
        public int Left { get; set; }
    }
}
