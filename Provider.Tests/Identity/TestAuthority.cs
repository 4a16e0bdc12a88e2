using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Tests.Identity;

/// <summary>A certificate authority made on the spot.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = TimeProvider.System.GetUtcNow().AddDays(-1);
    private readonly X509Certificate2 root;

    public TestAuthority(string name)
        : this(name, TimeSpan.FromDays(30))
    {
    }

    /// <summary>An authority whose certificate ends some time after now, or before.</summary>
    public TestAuthority(string name, TimeSpan ends)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        root = Request(name, key).CreateSelfSigned(From.AddDays(-30), From + ends);
    }

    private TestAuthority(X509Certificate2 certificate) => root = certificate;

    public string Pem => root.ExportCertificatePem() + "\n";

    /// <summary>An authority whose own certificate this one has issued.</summary>
    public TestAuthority Subordinate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = Request(name, key).Create(root, From, From.AddDays(25), RandomNumberGenerator.GetBytes(8));
        return new TestAuthority(issued.CopyWithPrivateKey(key));
    }

    /// <summary>A policy that trusts this authority alone.</summary>
    public X509ChainPolicy Policy()
    {
        var policy =
            new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        return policy;
    }

    /// <summary>A server's certificate for some names.</summary>
    public X509Certificate2 Issue(params string[] names) => Issue(From, From.AddDays(20), names);

    /// <summary>A server's certificate for some names and some time.</summary>
    public X509Certificate2 Issue(DateTimeOffset from, DateTimeOffset until, params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        using var issued = request.Create(root, from, until, RandomNumberGenerator.GetBytes(8));
        using var complete = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(complete.Export(X509ContentType.Pkcs12), null);
    }

    public void Dispose() => root.Dispose();

    private static CertificateRequest Request(string name, ECDsa key)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request;
    }
}
