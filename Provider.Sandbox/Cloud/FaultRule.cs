namespace Provider.Sandbox.Cloud;

/// <summary>Which calls meet which fault, how often at most, and how likely.</summary>
internal sealed record FaultRule(Func<RecordedCall, bool> Fits, Fault Fault, int Times = int.MaxValue, double Probability = 1);
