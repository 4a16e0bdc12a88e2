using Provider.Model;

namespace Provider.KeyVault;

/// <summary>The size of what a mount has read so far, limited to the largest volume that the driver takes.</summary>
// Counted as the smallest file that a value can become, so that nothing is refused that would fit.
// limit: The most bytes of a volume.
internal sealed class VolumeSize(int limit)
{
    private long size;

    public long Bytes => Interlocked.Read(ref size);

    // Returns: whether all that was read still fits.
    public bool Add(ObjectEntry entry, IEnumerable<VaultObject> versions) =>
        Interlocked.Add(ref size, versions.Sum(version => (long)Smallest(entry, version))) <= limit;

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
}
