using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace Provider.Identity.TokenProxy;

/// <summary>Derives the TLS server name of a cluster's token proxy.</summary>
internal static partial class ProxyServerName
{
    private const string Purpose = "identity-binding";
    private const string Base32Hex = "0123456789abcdefghijklmnopqrstuv";

    /// <summary>The name derived from an API server's certificate; null if it does not name a cluster.</summary>
    public static string? From(X509Certificate2 apiServer) =>
        apiServer.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames())
            .Select(name => ClusterName().Match(name)).FirstOrDefault(match => match.Success) is { } cluster
            ? ForCluster(cluster.Groups[1].Value)
            : null;

    public static string ForCluster(string id) =>
        $"a{Encode(SHA256.HashData(Encoding.UTF8.GetBytes(Purpose + id)))}.ests.aks";

    [GeneratedRegex(@"\Ahcp-kubernetes\.([^.]+)\.svc\.cluster\.local\z")]
    private static partial Regex ClusterName();

    // Base 32 with the extended hex alphabet (RFC 4648, section 7), lower case and without padding.
    private static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var next in bytes)
        {
            (bits, count) = ((bits << 8) | next, count + 8);
            for (; count >= 5; count -= 5)
            {
                text.Append(Base32Hex[(bits >> (count - 5)) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count == 0 ? text.ToString() : text.Append(Base32Hex[(bits << (5 - count)) & 31]).ToString();
    }
}
