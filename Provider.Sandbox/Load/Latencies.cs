namespace Provider.Sandbox.Load;

/// <summary>Percentiles of durations.</summary>
internal sealed record Latencies(double P50, double P95, double P99, double Max)
{
    /// <summary>By nearest rank, so that every figure is a measured one.</summary>
    public static Latencies Of(IReadOnlyCollection<double> measured)
    {
        double[] sorted = [.. measured.Order()];
        double Rank(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
        return sorted.Length == 0 ? new(0, 0, 0, 0) : new(Rank(0.5), Rank(0.95), Rank(0.99), sorted[^1]);
    }
}
