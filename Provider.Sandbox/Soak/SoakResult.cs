namespace Provider.Sandbox.Soak;

/// <summary>What a whole soak showed.</summary>
/// <param name="Tally">What happened.</param>
/// <param name="PeakMemory">The provider's resident memory at most, in MiB.</param>
/// <param name="SettledMemory">What it had when nothing had happened for a while, in MiB.</param>
/// <param name="Connections">Connections that it opened to the cloud.</param>
internal sealed record SoakResult(SoakTally Tally, double PeakMemory, double SettledMemory, int Connections);
