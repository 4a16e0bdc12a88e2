using System.Collections.Immutable;

namespace Provider.Sandbox.Fuzzing;

/// <summary>Makes inputs: mostly slightly changed valid ones, and some random ones.</summary>
internal sealed class Mutator(Random random, ImmutableArray<byte[]> seeds, ImmutableArray<byte[]> tokens)
{
    // Long enough that a cost which grows with the square of the length shows.
    private const int Longest = 48 * 1024;
    private const int MostChanges = 6;

    public byte[] Next()
    {
        var input = random.Next(20) switch
        {
            0 => Noise(random.Next(200)),
            1 => [.. Enumerable.Range(0, random.Next(40)).SelectMany(_ => Token())],
            _ => [.. Seed()],
        };
        for (var changes = random.Next(MostChanges + 1); changes > 0; changes--)
        {
            input = Changed(input);
        }

        return input.Length > Longest ? input[..Longest] : input;
    }

    private byte[] Changed(byte[] input)
    {
        var at = random.Next(input.Length + 1);
        var end = Math.Min(at + Length(), input.Length);
        return random.Next(10) switch
        {
            0 => Flipped(input, bit: 1 << random.Next(8)),
            1 => Flipped(input, bit: random.Next(256)),
            2 => [.. input[..at], .. input[end..]],
            3 => input[..at],
            4 => [.. input[..end], .. input[at..]],
            5 => [.. input[..at], .. Token(), .. input[at..]],
            6 => [.. input[..at], .. Token(), .. input[end..]],
            7 => Spliced(input, at),
            8 => [.. input[..at], .. Run(), .. input[at..]],
            _ => Nested(input, at),
        };
    }

    // Mostly a few bytes, now and then many.
    private int Length() => random.Next(10) == 0 ? random.Next(4096) : random.Next(12);

    private byte[] Flipped(byte[] input, int bit)
    {
        if (input.Length > 0)
        {
            input[random.Next(input.Length)] ^= (byte)bit;
        }

        return input;
    }

    private byte[] Spliced(byte[] input, int at)
    {
        var other = Seed();
        return [.. input[..at], .. other[random.Next(other.Length + 1)..]];
    }

    // One byte, or one token, repeated.
    private byte[] Run()
    {
        byte[] unit = random.Next(2) == 0 ? [(byte)random.Next(256)] : Token();
        return Repeated(unit, 1 + Count());
    }

    // An opening token, repeated, optionally with as many closing ones.
    private byte[] Nested(byte[] input, int at)
    {
        var (open, close, count) = (Token(), Token(), Count());
        return [.. input[..at], .. Repeated(open, count), .. input[at..],
            .. random.Next(2) == 0 ? Repeated(close, count) : []];
    }

    private int Count() => random.Next(8) == 0 ? random.Next(8192) : random.Next(64);

    private static byte[] Repeated(byte[] unit, int count)
    {
        var most = unit.Length == 0 ? 0 : Math.Min(count, Longest / unit.Length);
        var repeated = new byte[unit.Length * most];
        for (var i = 0; i < most; i++)
        {
            unit.CopyTo(repeated, i * unit.Length);
        }

        return repeated;
    }

    private byte[] Noise(int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private byte[] Seed() => seeds[random.Next(seeds.Length)];

    private byte[] Token() => tokens[random.Next(tokens.Length)];
}
