using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provider.Sandbox.Certificates;

namespace Provider.Tests.Identity;

/// <summary>A certificate authority with chosen times and subordinates.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private readonly ECDsa key = CertificateFactory.NewKey();
    private readonly CertificateParty self;
    private readonly X509Certificate2 certificate;

    public TestAuthority(string name)
        : this(name, TimeSpan.FromDays(30))
    {
    }

    /// <summary>An authority whose certificate ends some time after now, or before.</summary>
    public TestAuthority(string name, TimeSpan ends)
        : this(name, null, From.AddDays(-30), From + ends)
    {
    }

    private TestAuthority(string name, CertificateParty? issuer, DateTimeOffset from, DateTimeOffset until)
    {
        self = new CertificateParty(name, key);
        certificate =
            CertificateFactory.Issue(self, issuer ?? self, from, until, CertificateFactory.IsAuthority(true));
    }

    public string Pem => certificate.ExportCertificatePem() + "\n";

    /// <summary>An authority whose own certificate this one has issued.</summary>
    public TestAuthority Subordinate(string name) => new(name, self, From, From.AddDays(25));

    /// <summary>A policy that trusts this authority alone.</summary>
    public X509ChainPolicy Policy()
    {
        var policy =
            new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(certificate);
        return policy;
    }

    /// <summary>A server's certificate for some names.</summary>
    public X509Certificate2 Issue(params string[] names) => Issue(From, From.AddDays(20), names);

    /// <summary>A server's certificate for some names and some time.</summary>
    public X509Certificate2 Issue(DateTimeOffset from, DateTimeOffset until, params string[] names)
    {
        using var serverKey = CertificateFactory.NewKey();
        using var issued = CertificateFactory.Issue(
            new("server", serverKey), self, from, until, CertificateFactory.NamesOf(names));
        using var complete = CertificateFactory.WithKey(issued, serverKey);
        return X509CertificateLoader.LoadPkcs12(complete.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose()
    {
        certificate.Dispose();
        key.Dispose();
    }
}
