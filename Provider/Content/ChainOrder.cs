using System.Collections.Immutable;
using System.Formats.Asn1;
using Provider.Content.Certificates;

namespace Provider.Content;

/// <summary>Puts certificates in the order that TLS servers send: leaf, intermediates, root.</summary>
internal static class ChainOrder
{
    // Both bound the cost of unusual certificates: all could have one name and be each other's issuers.
    private const int MostCertificates = 100;
    private const int MostSteps = 1_000;

    public static bool IsOriginal(ImmutableArray<int> order) => order.SequenceEqual(Enumerable.Range(0, order.Length));

    /// <summary>The order in which each certificate is issued by the next; null without such an order.</summary>
    public static ImmutableArray<int>? Find(ImmutableArray<ReadOnlyMemory<byte>> certificates)
    {
        if (certificates.Length is < 2 or > MostCertificates)
        {
            return certificates.Length < 2 ? [.. Enumerable.Range(0, certificates.Length)] : null;
        }

        try
        {
            var links = certificates.Select(CertificateFields.Read).ToArray();
            // A copy of a certificate follows the first one.
            var first = links.Select(link => Array.FindIndex(links, other => other.IsCopyOf(link))).ToArray();
            var distinct = first.Distinct().ToArray();
            var path = new List<int>();
            return Leaf(links, distinct) is { } leaf && Extend(path, leaf, links, distinct, new Steps())
                ? [.. path.SelectMany(place => Enumerable.Range(0, links.Length).Where(copy => first[copy] == place))]
                : null;
        }
        catch (AsnContentException)
        {
            // A certificate that cannot be read has no place in a chain.
            return null;
        }
    }

    // The leaf is the only certificate that issued none of the others; without one, there is no order.
    private static int? Leaf(CertificateFields[] links, int[] distinct)
    {
        var leaves = distinct.Where(candidate =>
            !distinct.Any(other => other != candidate && links[other].IsIssuedBy(links[candidate]))).ToArray();
        return leaves is [var leaf] ? leaf : null;
    }

    // Depth first, in the given order: a cross-signed certificate has two issuers, and only one of them may lead to an
    // order of all.
    private static bool Extend(List<int> path, int next, CertificateFields[] links, int[] distinct, Steps steps)
    {
        if (++steps.Count > MostSteps)
        {
            return false;
        }

        path.Add(next);
        if (path.Count == distinct.Length
            || distinct.Any(issuer => !path.Contains(issuer) && links[next].IsIssuedBy(links[issuer])
                && Extend(path, issuer, links, distinct, steps)))
        {
            return true;
        }

        path.RemoveAt(path.Count - 1);
        return false;
    }

    private sealed class Steps
    {
        public int Count { get; set; }
    }
}
