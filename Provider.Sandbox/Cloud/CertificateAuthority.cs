using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Sandbox.Cloud;

/// <summary>An authority made at start that vouches for the stand-in's host names; gone with the process.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private readonly X509Certificate2 root;
    private readonly TimeProvider time;
    private readonly ConcurrentDictionary<string, X509Certificate2> issued = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes the authority's key and certificate.</summary>
    /// <param name="time">The clock: certificates are valid from an hour ago to tomorrow.</param>
    public CertificateAuthority(TimeProvider time)
    {
        this.time = time;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Sandbox authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        root = request.CreateSelfSigned(From, To);
    }

    /// <summary>The authority's certificate, as <c>SSL_CERT_FILE</c> takes it.</summary>
    public string Pem => root.ExportCertificatePem() + "\n";

    /// <summary>The authority's certificate.</summary>
    public X509Certificate2 Root => root;

    private DateTimeOffset From => time.GetUtcNow().AddHours(-1);

    private DateTimeOffset To => time.GetUtcNow().AddDays(1);

    /// <summary>The server certificate of a host, made when it is first asked for.</summary>
    /// <param name="host">A DNS name or an address.</param>
    public X509Certificate2 ForHost(string host) => issued.GetOrAdd(host, Issue);

    /// <inheritdoc/>
    public void Dispose()
    {
        root.Dispose();
        foreach (var certificate in issued.Values)
        {
            certificate.Dispose();
        }
    }

    private X509Certificate2 Issue(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(host, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(root, From, To.AddMinutes(-1), RandomNumberGenerator.GetBytes(16));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
