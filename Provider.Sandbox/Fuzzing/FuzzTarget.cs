using System.Collections.Immutable;

namespace Provider.Sandbox.Fuzzing;

/// <summary>A parser, its inputs, and the exceptions that it may throw.</summary>
internal sealed record FuzzTarget(
    string Name,
    ImmutableArray<byte[]> Seeds,
    ImmutableArray<byte[]> Tokens,
    Action<byte[]> Run,
    Func<Exception, bool> Allows)
{
    /// <summary>Its relative share of all inputs: a slow parser gets fewer.</summary>
    public int Share { get; init; } = 10;

    /// <summary>The longest that an input may take, in milliseconds.</summary>
    public double Slowest { get; init; } = 100;

    /// <summary>The most that an input may allocate in addition to the amount for its length.</summary>
    public long FixedBytes { get; init; } = 1 << 20;

    /// <summary>The most that an input may allocate for each byte of its length.</summary>
    public long BytesPerByte { get; init; } = 1_000;
}

/// <summary>An input that a parser failed on.</summary>
internal sealed record FuzzFailure(FuzzTarget Target, int Seed, byte[] Input, string What);
