using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Http.Trust;

/// <summary>The authorities that vaults and Entra are verified with.</summary>
// .NET would load every certificate of the bundle and of its folder at the first connection, which costs 40 to 110 ms
// of processor time and some megabytes. Here a chain is verified with only those certificates that issued one of its
// own. A folder has hundreds of files and mostly what the bundle has too, so it is read only for a chain that the
// bundle does not complete.
internal sealed partial class TrustRoots(TrustLocations locations, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>The least time between two readings of the files because of an untrusted chain.</summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5);

    // A longer path of authorities would be refused by OpenSSL too.
    private const int LongestPath = 16;

    // Connections are verified on any thread; the files are read by one at a time.
    private readonly Lock gate = new();
    private TrustIndex? index;
    private long readAt;

    /// <summary>Receives a line for each file that cannot be read; set once, before connections are made.</summary>
    public ILogger? Log { get; set; }

    /// <summary>Reads the files if no connection has yet, so that errors are reported soon after the start.</summary>
    public void Load() => Current(Lifetime, isWhole: false);

    /// <summary>Builds a chain without roots and without downloads; the authority is checked later.</summary>
    public static X509ChainPolicy Policy()
    {
        var policy = ServerCertificate.ChainPolicy();
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        return policy;
    }

    /// <summary>Accepts chains that end at a known authority; fails as <see cref="ServerCertificate.Check"/>.</summary>
    public bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            && certificate is X509Certificate2 leaf && chain is not null
            && IsTrusted(leaf, chain))
        {
            errors &= ~SslPolicyErrors.RemoteCertificateChainErrors;
        }

        return ServerCertificate.Check(sender, certificate, chain, errors);
    }

    private bool IsTrusted(X509Certificate2 leaf, X509Chain chain)
    {
        var file = Current(Lifetime, isWhole: false);
        if (IsTrusted(leaf, chain, file))
        {
            return true;
        }

        var all = Current(Lifetime, isWhole: true);
        return (all != file && IsTrusted(leaf, chain, all))
            || (Current(RetryDelay, isWhole: true) is var latest && latest != all && IsTrusted(leaf, chain, latest));
    }

    private static bool IsTrusted(X509Certificate2 leaf, X509Chain chain, TrustIndex roots)
    {
        var policy = chain.ChainPolicy.Clone();
        policy.CustomTrustStore.Clear();
        policy.CustomTrustStore.AddRange(Issuers(leaf, policy.ExtraStore, roots));
        chain.ChainPolicy = policy;
        return policy.CustomTrustStore.Count > 0 && chain.Build(leaf);
    }

    // The trusted certificates whose subject is the issuer of the server's certificate, of one that it sent, or of one
    // found so.
    private static X509Certificate2Collection Issuers(
        X509Certificate2 leaf, X509Certificate2Collection sent, TrustIndex roots)
    {
        var found = new X509Certificate2Collection();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var wanted = new Queue<X509Certificate2>(sent.Prepend(leaf));
        for (var step = 0; wanted.TryDequeue(out var issued) && step < sent.Count + LongestPath; step++)
        {
            if (names.Add(Convert.ToHexString(issued.IssuerName.RawData)))
            {
                foreach (var issuer in roots.Find(issued.IssuerName.RawData))
                {
                    found.Add(issuer);
                    wanted.Enqueue(issuer);
                }
            }
        }

        return found;
    }

    private TrustIndex Current(TimeSpan age, bool isWhole)
    {
        lock (gate)
        {
            if (index is not { IsStale: false } || (isWhole && !index.IsWhole) || time.GetElapsedTime(readAt) >= age)
            {
                (index, readAt) = (TrustIndex.Read(locations, isWhole), time.GetTimestamp());
                Report(index);
            }

            return index;
        }
    }

    private void Report(TrustIndex read)
    {
        if (Log is not { } log)
        {
            return;
        }

        if (read.Count == 0)
        {
            LogNone(log, locations.ToString());
        }

        if (read.Faults.Count > 0)
        {
            LogBroken(log, string.Join(", ", read.Faults));
        }
    }

    [LoggerMessage(503, LogLevel.Error, "no certificate authority was found, so no vault can be read: use "
        + "an image that has them, or set SSL_CERT_FILE to a file or SSL_CERT_DIR to folders with certificates in PEM")]
    private static partial void LogNone(ILogger logger, string looked);

    [LoggerMessage(504, LogLevel.Warning, "certificates that cannot be decoded are skipped")]
    private static partial void LogBroken(ILogger logger, string files);
}
