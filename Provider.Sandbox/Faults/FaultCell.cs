namespace Provider.Sandbox.Faults;

/// <summary>What came of a mount whose identity endpoint does one thing wrong all the time.</summary>
/// <param name="Endpoint">The endpoint's title.</param>
/// <param name="Fault">The fault's name.</param>
/// <param name="Status">The final gRPC status.</param>
/// <param name="Code">The error code; empty when the mount succeeded.</param>
/// <param name="What">What the message says happened, without the remedy that each code has.</param>
/// <param name="Elapsed">How long the mount took.</param>
/// <param name="Calls">How many calls reached the endpoint.</param>
internal sealed record FaultCell(string Endpoint, string Fault, string Status, string Code, string What, TimeSpan Elapsed, int Calls);
