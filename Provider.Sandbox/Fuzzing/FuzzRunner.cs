using System.Collections.Immutable;
using System.Globalization;

namespace Provider.Sandbox.Fuzzing;

/// <summary>Feeds a parser and watches what it throws, how long it takes and what it allocates.</summary>
internal sealed class FuzzRunner(TimeProvider time, Watchdog watchdog)
{
    private const int MostFailures = 5;
    private const int Retries = 3;

    public FuzzFigures Run(FuzzTarget target, int inputs, int seed, TimeSpan limit)
    {
        WarmUp(target);
        var failures = ImmutableArray.CreateBuilder<FuzzFailure>();
        var (done, refused, slowest, mostBytes) = (0, 0, 0.0, 0L);
        var started = time.GetTimestamp();
        for (; done < inputs && failures.Count < MostFailures && time.GetElapsedTime(started) < limit; done++)
        {
            var inputSeed = unchecked(seed + done);
            var input = new Mutator(new Random(inputSeed), target.Seeds, target.Tokens).Next();
            var cost = Cost(target, input, inputSeed);
            refused += cost.Refusal is null ? 0 : 1;
            slowest = Math.Max(slowest, cost.Milliseconds);
            mostBytes = Math.Max(mostBytes, cost.Bytes);
            if (Fault(target, input, cost) is { } fault)
            {
                failures.Add(new FuzzFailure(target, inputSeed, input, fault));
            }
        }

        return new FuzzFigures(
            target, done, refused, time.GetElapsedTime(started), slowest, mostBytes, failures.ToImmutable());
    }

    // One-time work, such as compilation, is not the cost of an input.
    private void WarmUp(FuzzTarget target)
    {
        foreach (var input in target.Seeds)
        {
            Feed(target, input, seed: 0);
        }
    }

    private InputCost Cost(FuzzTarget target, byte[] input, int seed)
    {
        var cost = Feed(target, input, seed);
        // The garbage collector or another process may have caused the delay: an input is slow only if it always is.
        return cost.Milliseconds <= target.Slowest ? cost : cost with
        {
            Milliseconds = Enumerable.Range(0, Retries).Min(_ => Feed(target, input, seed).Milliseconds),
        };
    }

    private InputCost Feed(FuzzTarget target, byte[] input, int seed)
    {
        using var watched = watchdog.Watch(target, input, seed);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = time.GetTimestamp();
        Exception? refusal = null;
        try
        {
            target.Run(input);
        }
#pragma warning disable CA1031 // Which exceptions are allowed is what is being asked.
        catch (Exception error)
#pragma warning restore CA1031
        {
            refusal = error;
        }

        var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
        return new InputCost(elapsed, GC.GetAllocatedBytesForCurrentThread() - allocated, refusal);
    }

    private static string? Fault(FuzzTarget target, byte[] input, InputCost cost)
    {
        if (cost.Refusal is { } error && !target.Allows(error))
        {
            return error.ToString();
        }

        if (cost.Milliseconds > target.Slowest)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"took {cost.Milliseconds:0} ms, more than {target.Slowest} ms");
        }

        var most = target.FixedBytes + (target.BytesPerByte * input.Length);
        return cost.Bytes > most
            ? string.Create(
                CultureInfo.InvariantCulture, $"allocated {cost.Bytes} bytes for {input.Length}, more than {most}")
            : null;
    }

    private sealed record InputCost(double Milliseconds, long Bytes, Exception? Refusal);
}
