using Provider.Model;

namespace Provider.KeyVault;

/// <summary>
/// The objects that a mount has read so far: their size, limited to the largest volume, and their memory.
/// </summary>
// An object that several entries have in common counts once. The size is that of the smallest file that a value can
// become, so that nothing is refused that would fit.
// limit: The most bytes of a volume.
internal sealed class VolumeSize(int limit)
{
    // The memory of an object without its texts.
    private const int BytesOfObject = 200;

    // Reads end on any thread.
    private readonly Lock gate = new();
    private readonly HashSet<VaultObject> counted = new(ReferenceEqualityComparer.Instance);
    private long size;
    private long held;

    /// <summary>Bytes of memory, with those of reads that this mount has begun and that have not ended.</summary>
    public long Held => Interlocked.Read(ref held);

    /// <summary>Bytes of memory of an object.</summary>
    public static long Memory(VaultObject version) => BytesOfObject + Text(version.Tags) + version switch
    {
        VaultSecret secret => Text(secret.Value.Reveal()),
        VaultCertificate certificate => certificate.Certificate.Length,
        VaultKey key => key.Modulus.Length + key.Exponent.Length + key.X.Length + key.Y.Length,
        VaultListing listing => listing.Objects.Sum(Memory),
        _ => 0,
    };

    /// <summary>Bytes of memory of a version that is listed.</summary>
    public static long Memory(string version) => BytesOfObject + Text(version);

    /// <summary>Bytes of memory of an object that is listed.</summary>
    public static long Memory(ListedObject listed) =>
        BytesOfObject + Text(listed.Name) + (sizeof(long) * (long)listed.Tags.Length);

    // Returns: whether all that was read still fits.
    public bool Add(ObjectEntry entry, IEnumerable<VaultObject> versions)
    {
        lock (gate)
        {
            foreach (var version in versions.Where(counted.Add))
            {
                size += Smallest(entry, version);
                Interlocked.Add(ref held, Memory(version));
            }

            return size <= limit;
        }
    }

    /// <summary>A read that this mount begins: what it has in memory counts until it is disposed of.</summary>
    public UnfinishedRead Begin() => new(this);

    public MountException Exceeded() => new(
        ErrorCodes.ResponseTooLarge,
            $"the objects read so far make a volume of more than {limit} bytes, which the driver takes at most");

    private static int Smallest(ObjectEntry entry, VaultObject version) => version switch
    {
        // Files of fields can be much smaller than the value that they are taken from.
        VaultSecret secret when entry.Fields is not null => secret.Value.Reveal().Length / 8,
        VaultSecret secret => entry.Encoding switch
        {
            ObjectEncoding.Hex => secret.Value.Reveal().Length / 2,
            // The last four characters may spell one byte.
            ObjectEncoding.Base64 => Math.Max(0, (secret.Value.Reveal().Length / 4 * 3) - 2),
            // A PFX, which is base64 text, can become a shorter PEM: one byte a character at least halves it.
            _ when secret.BacksCertificate || entry.Format != ObjectFormat.Default => secret.Value.Reveal().Length / 2,
            _ => secret.Value.Reveal().Length,
        },
        VaultCertificate certificate => certificate.Certificate.Length,
        _ => 0,
    };

    private static long Text(string? text) => sizeof(char) * (long)(text?.Length ?? 0);

    /// <summary>A read of several requests, one after the other.</summary>
    internal sealed class UnfinishedRead(VolumeSize size) : IDisposable
    {
        private long bytes;

        public void Add(long more)
        {
            bytes += more;
            Interlocked.Add(ref size.held, more);
        }

        public void Dispose() => Add(-bytes);
    }
}
