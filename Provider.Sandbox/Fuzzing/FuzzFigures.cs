using System.Collections.Immutable;

namespace Provider.Sandbox.Fuzzing;

/// <summary>What came of one parser's inputs.</summary>
/// <param name="Target">The parser.</param>
/// <param name="Inputs">How many it was fed.</param>
/// <param name="Refused">How many of them it answered with an exception that its callers expect.</param>
/// <param name="Duration">How long that took, with the making of inputs.</param>
/// <param name="Slowest">The longest that one took, in milliseconds.</param>
/// <param name="MostBytes">The most that one allocated.</param>
/// <param name="Failures">Those it did not bear; no more than are worth reading.</param>
internal sealed record FuzzFigures(
    FuzzTarget Target,
    int Inputs,
    int Refused,
    TimeSpan Duration,
    double Slowest,
    long MostBytes,
    ImmutableArray<FuzzFailure> Failures);
