namespace Provider.Content.Pfx;

/// <summary>How much key derivation one file may cost: a file's own numbers say how often to hash, and any number can stand there.</summary>
/// <remarks>
/// Counted in runs of a hash. Tools write 2,000 to 10,000 rounds a key; the whole is what three keys of 100,000 rounds cost, and
/// about a quarter of a second.
/// </remarks>
internal sealed class IterationBudget
{
    private const int Whole = 600_000;

    private long left = Whole;

    /// <summary>Takes the cost of a derivation before it is made.</summary>
    /// <param name="iterations">How many rounds the file asks for.</param>
    /// <param name="runs">How often a round runs the hash.</param>
    /// <exception cref="UnreadableContentException">It asks for none or too many.</exception>
    public void Take(int iterations, int runs)
    {
        var cost = (long)iterations * runs;
        if (cost < 1 || cost > left)
        {
            throw new UnreadableContentException($"asks for {iterations} rounds of key derivation, which is none or too many");
        }

        left -= cost;
    }
}
