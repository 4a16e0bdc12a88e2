using System.Collections.Immutable;
using Provider.Content.Certificates;

namespace Provider.Content;

/// <summary>The order of a file's certificates: the chain, or else the key's certificate before authorities.</summary>
internal static class CertificateOrder
{
    public const string Unknown =
        "has certificates that do not make one chain (one is missing or does not belong), so they keep their order";

    private const string OwnerFirst =
        "has certificates that do not make one chain (one is missing or does not belong), so the certificate of the "
        + "key comes first and the others keep their order";

    // keys: reads the private keys; called only where there is no chain.
    public static (ImmutableArray<int> Order, string? Note) Find(
        ImmutableArray<ReadOnlyMemory<byte>> certificates, Func<ImmutableArray<byte[]>> keys)
    {
        if (ChainOrder.Find(certificates) is { } chain)
        {
            return (chain, null);
        }

        ImmutableArray<int> original = [.. Enumerable.Range(0, certificates.Length)];
        return OwnerBehindAuthority(certificates, keys) is { } owner
            ? ([owner, .. original.Remove(owner)], OwnerFirst)
            : (original, Unknown);
    }

    // A TLS server uses the first certificate as its own, and does not start if the key is another's.
    private static int? OwnerBehindAuthority(
        ImmutableArray<ReadOnlyMemory<byte>> certificates, Func<ImmutableArray<byte[]>> keys)
    {
        try
        {
            return CertificateFields.Read(certificates[0]).IsAuthority
                && new CertificateBundle(keys(), certificates).Owners() is [.., > 0 and var owner] ? owner : null;
        }
        catch (Exception error) when (CertificateConversion.IsUnreadable(error))
        {
            return null;
        }
    }
}
