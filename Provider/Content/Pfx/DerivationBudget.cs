using System.Globalization;
using Provider.Model;

namespace Provider.Content.Pfx;

/// <summary>Limits the key derivation of one conversion: a file states its own number of rounds.</summary>
// A unit is one round for one block of output: about 0.3 µs for PKCS#12's own derivation and 0.8 µs for PBKDF2 on a
// core of 2025. The limit admits the defaults of NSS and GnuTLS (600,000 rounds) and Java keystores with dozens of
// keys. All forms of the password share it.
internal sealed class DerivationBudget(CancellationToken cancellationToken)
{
    public const long FileLimit = 3_000_000;

    private const string Fewer =
        "Export it with fewer rounds, for example with openssl pkcs12 -export -iter 2048, and import it again.";

    private long read;
    private long written;

    /// <summary>The rounds of all derivations until now.</summary>
    public long Used => read + written;

    /// <summary>Charges a derivation before it is made; a canceled conversion ends here.</summary>
    /// <exception cref="UnreadableContentException">
    /// The file asks for more than the limit, or for no rounds.
    /// </exception>
    public void Take(long cost)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Check(read + cost);
        read += cost;
    }

    /// <summary>
    /// Adds the cost of writing a file. It counts for the mount only: it does not depend on the file that is read.
    /// </summary>
    public void TakeToWrite(long cost)
    {
        cancellationToken.ThrowIfCancellationRequested();
        written += cost;
    }

    /// <exception cref="UnreadableContentException">It is over the limit.</exception>
    public static void Check(long cost)
    {
        if (cost > FileLimit)
        {
            throw new UnreadableContentException(
                $"asks for {Number(cost)} rounds of key derivation, more than the limit of {Number(FileLimit)}", Fewer);
        }
    }

    /// <exception cref="UnreadableContentException">The number of rounds is not positive.</exception>
    public static long Cost(int iterations, int blocks) =>
        iterations > 0
            ? (long)iterations * blocks
            : throw new UnreadableContentException(
                $"asks for {Number(iterations)} rounds of key derivation, which is not a valid number");

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
