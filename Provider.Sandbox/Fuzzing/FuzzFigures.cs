using System.Collections.Immutable;

namespace Provider.Sandbox.Fuzzing;

/// <summary>The results of one parser's inputs. <c>Slowest</c>: the longest that one took, in milliseconds.</summary>
internal sealed record FuzzFigures(
    FuzzTarget Target,
    int Inputs,
    int Refused,
    TimeSpan Duration,
    double Slowest,
    long MostBytes,
    ImmutableArray<FuzzFailure> Failures);
