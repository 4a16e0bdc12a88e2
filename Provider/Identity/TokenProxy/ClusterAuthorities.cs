using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Identity.TokenProxy;

/// <summary>The certificate authorities of the cluster, from a file that kubelet may replace at any time.</summary>
/// <param name="path">The PEM file.</param>
internal sealed class ClusterAuthorities(string path)
{
    // Two connections may read the file at once: text and certificates must belong together.
    private readonly Lock gate = new();
    private string text = "";
    private X509Certificate2Collection roots = [];

    /// <summary>The authorities as the file has them now; an empty file, as it is while it is replaced, keeps the old ones.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="CryptographicException">It holds no certificate.</exception>
    public X509Certificate2Collection Read()
    {
        var now = File.ReadAllText(path);
        lock (gate)
        {
            if (now != text && !string.IsNullOrWhiteSpace(now))
            {
                var read = new X509Certificate2Collection();
                read.ImportFromPem(now);
                (text, roots) = (now, read.Count > 0 ? read : throw new CryptographicException($"{path} holds no certificate"));
            }

            return roots;
        }
    }
}
