using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provider.Sandbox.Certificates;

namespace Provider.Sandbox.Cloud.Network;

/// <summary>
/// The certificate authority of the cloud: created at the start, and trusted by the processes that get its file.
/// </summary>
internal sealed class CertificateAuthority : IDisposable
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly ConcurrentDictionary<string, Lazy<SslStreamCertificateContext>> issued =
        new(StringComparer.OrdinalIgnoreCase);
    private readonly ECDsa key = CertificateFactory.NewKey();
    private readonly CertificateParty self;
    private readonly X509Certificate2 authority;
    private readonly DateTimeOffset notBefore;
    private readonly DateTimeOffset notAfter;

    public CertificateAuthority(DateTimeOffset now, string name = "Sandbox Root")
    {
        notBefore = now.AddHours(-1);
        notAfter = notBefore.AddDays(30);
        self = new CertificateParty($"{name}, O=Provider Sandbox", key);
        authority = CertificateFactory.SelfSigned(
            self, notBefore, notAfter, CertificateFactory.IsAuthority(true),
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
    }

    public string Pem => authority.ExportCertificatePem() + "\n";

    public X509Certificate2 Root => X509CertificateLoader.LoadCertificate(authority.RawData);

    /// <summary>The certificate of a host name, created at its first use, with further names.</summary>
    public SslStreamCertificateContext CertificateFor(string host, params string[] further) =>
        issued.GetOrAdd(host, name =>
            new(() => SslStreamCertificateContext.Create(Issue([name, .. further]), [authority], offline: true))).Value;

    public Task WriteAsync(string path, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, Pem, cancellationToken);

    public void Dispose()
    {
        foreach (var context in issued.Values)
        {
            context.Value.TargetCertificate.Dispose();
        }

        authority.Dispose();
        key.Dispose();
    }

    private X509Certificate2 Issue(string[] hosts)
    {
        using var hostKey = CertificateFactory.NewKey();
        using var certificate = CertificateFactory.Issue(
            new(hosts[0], hostKey), self, notBefore, notAfter, CertificateFactory.IsAuthority(false),
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true),
            new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false),
            CertificateFactory.NamesOf(hosts));
        return CertificateFactory.WithKey(certificate, hostKey);
    }
}
