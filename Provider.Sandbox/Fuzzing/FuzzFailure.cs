namespace Provider.Sandbox.Fuzzing;

/// <summary>An input that a parser did not bear.</summary>
/// <param name="Target">The parser.</param>
/// <param name="Seed">What the input was made from: a run of one input with this seed makes it again.</param>
/// <param name="Input">The input.</param>
/// <param name="What">What happened.</param>
internal sealed record FuzzFailure(FuzzTarget Target, int Seed, byte[] Input, string What);
