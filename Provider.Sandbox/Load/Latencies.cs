namespace Provider.Sandbox.Load;

/// <summary>How long things took, by share: half of them at most so long, and so on.</summary>
internal sealed record Latencies(double P50, double P95, double P99, double Max)
{
    /// <summary>By nearest rank: every figure is one that was measured.</summary>
    public static Latencies Of(IReadOnlyCollection<double> measured)
    {
        double[] sorted = [.. measured.Order()];
        double Rank(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
        return sorted.Length == 0 ? new(0, 0, 0, 0) : new(Rank(0.5), Rank(0.95), Rank(0.99), sorted[^1]);
    }
}
