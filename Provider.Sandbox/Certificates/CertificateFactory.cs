using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Sandbox.Certificates;

/// <summary>The subject or the issuer of a certificate.</summary>
internal sealed record CertificateParty(string Name, AsymmetricAlgorithm Key)
{
    public X500DistinguishedName DistinguishedName => new($"CN={Name}");

    public X509SignatureGenerator Signer => Key switch
    {
        RSA rsa => X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1),
        ECDsa curve => X509SignatureGenerator.CreateForECDsa(curve),
        _ => throw new ArgumentOutOfRangeException(nameof(Key), Key, null),
    };
}

/// <summary>Makes every certificate of the sandbox and of the tests.</summary>
internal static class CertificateFactory
{
    /// <summary>For certificates that are valid at any time.</summary>
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset End = Start.AddYears(20);

    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static X509BasicConstraintsExtension IsAuthority(bool isAuthority) =>
        new(isAuthority, false, 0, critical: true);

    public static X509Extension NamesOf(params IEnumerable<string> hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            names.AddDnsName(host);
        }

        return names.Build();
    }

    /// <summary>A certificate with the ids of both keys and without the private key.</summary>
    public static X509Certificate2 Issue(
        CertificateParty subject, CertificateParty issuer, DateTimeOffset from, DateTimeOffset until,
        params IEnumerable<X509Extension> extensions) =>
        Issue(
            subject, issuer, from, until, RandomNumberGenerator.GetBytes(8),
            [.. extensions, .. KeyIds(subject, issuer)]);

    /// <summary>A certificate with these extensions only, valid from <see cref="Start"/> on.</summary>
    public static byte[] IssuePlain(
        CertificateParty subject, CertificateParty issuer, byte serial, params IEnumerable<X509Extension> extensions)
    {
        using var certificate = Issue(subject, issuer, Start, End, [serial], extensions);
        return certificate.RawData;
    }

    public static X509Certificate2 SelfSigned(
        CertificateParty subject, DateTimeOffset from, DateTimeOffset until,
        params IEnumerable<X509Extension> extensions)
    {
        using var certificate = Issue(subject, subject, from, until, extensions);
        return WithKey(certificate, subject.Key);
    }

    public static X509Certificate2 WithKey(X509Certificate2 certificate, AsymmetricAlgorithm key) => key is RSA rsa
        ? certificate.CopyWithPrivateKey(rsa)
        : certificate.CopyWithPrivateKey((ECDsa)key);

    public static IEnumerable<X509Extension> KeyIds(CertificateParty subject, CertificateParty issuer)
    {
        var authority = new X509SubjectKeyIdentifierExtension(issuer.Signer.PublicKey, critical: false);
        return
        [
            new X509SubjectKeyIdentifierExtension(subject.Signer.PublicKey, critical: false),
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(authority),
        ];
    }

    private static X509Certificate2 Issue(
        CertificateParty subject, CertificateParty issuer, DateTimeOffset from, DateTimeOffset until, byte[] serial,
        IEnumerable<X509Extension> extensions)
    {
        var request = new CertificateRequest(
            subject.DistinguishedName, subject.Signer.PublicKey, HashAlgorithmName.SHA256);
        foreach (var extension in extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        return request.Create(issuer.DistinguishedName, issuer.Signer, from, until, serial);
    }
}
