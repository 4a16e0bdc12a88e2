using System.Numerics;
using System.Security.Cryptography;
using Provider.Sandbox.Certificates;

namespace Provider.Sandbox.Fuzzing.Targets;

/// <summary>
/// A leaf with a P-256 key, an intermediate and a root with RSA keys. They are the same in every run, so that inputs
/// made from them are too.
/// </summary>
internal sealed class SampleChain
{
    private readonly byte[][] certificates;

    private SampleChain()
    {
        using var leafKey = ECDsa.Create(
            new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = [.. Enumerable.Repeat((byte)7, 32)] });
        using var upperKey = Rsa(seed: 1);
        using var rootKey = Rsa(seed: 2);
        LeafKey = leafKey.ExportPkcs8PrivateKey();
        LeafCurveKey = leafKey.ExportECPrivateKey();
        RsaKey = upperKey.ExportRSAPrivateKey();
        RsaKeyInfo = upperKey.ExportPkcs8PrivateKey();
        var (root, upper) = (new CertificateParty("root", rootKey), new CertificateParty("upper", upperKey));
        certificates = [Issue(new("leaf", leafKey), upper), Issue(upper, root), Issue(root, root)];
    }

    public static SampleChain Shared { get; } = new();

    /// <summary>The leaf's key, PKCS#8.</summary>
    public byte[] LeafKey { get; }

    /// <summary>The leaf's key, SEC 1.</summary>
    public byte[] LeafCurveKey { get; }

    /// <summary>An RSA key, PKCS#1.</summary>
    public byte[] RsaKey { get; }

    /// <summary>The same, PKCS#8.</summary>
    public byte[] RsaKeyInfo { get; }

    /// <summary>Leaf first, root last.</summary>
    public IReadOnlyList<byte[]> InOrder => certificates;

    public string Certificates(params int[] places) =>
        string.Concat(places.Select(place => Pem("CERTIFICATE", certificates[place])));

    /// <summary>A PEM block.</summary>
    public static string Pem(string label, byte[] bytes) => PemEncoding.WriteString(label, bytes) + "\n";

    private static byte[] Issue(CertificateParty subject, CertificateParty issuer) =>
        CertificateFactory.IssuePlain(subject, issuer, serial: 1, CertificateFactory.KeyIds(subject, issuer));

    // 1024 bits: too few for a key, enough for a parser.
    private static RSA Rsa(int seed)
    {
        var random = new Random(seed);
        var exponent = new BigInteger(65537);
        var (p, q) = (Prime(random), Prime(random));
        var order = (p - 1) * (q - 1);
        var d = Inverse(exponent, order);
        return RSA.Create(new RSAParameters
        {
            Modulus = Bytes(p * q, 128),
            Exponent = Bytes(exponent, 3),
            D = Bytes(d, 128),
            P = Bytes(p, 64),
            Q = Bytes(q, 64),
            DP = Bytes(d % (p - 1), 64),
            DQ = Bytes(d % (q - 1), 64),
            InverseQ = Bytes(Inverse(q, p), 64),
        });
    }

    // Fermat's test with base 2 is rarely wrong for random numbers.
    private static BigInteger Prime(Random random)
    {
        var bytes = new byte[64];
        while (true)
        {
            random.NextBytes(bytes);
            bytes[0] |= 0xC0;
            bytes[^1] |= 1;
            var candidate = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
            if (candidate % 65537 != 1 && BigInteger.ModPow(2, candidate - 1, candidate).IsOne)
            {
                return candidate;
            }
        }
    }

    // Extended Euclid.
    private static BigInteger Inverse(BigInteger number, BigInteger modulus)
    {
        var (a, b, x, y) = (number, modulus, BigInteger.One, BigInteger.Zero);
        while (!a.IsZero)
        {
            var quotient = b / a;
            (a, b, x, y) = (b - (quotient * a), a, y - (quotient * x), x);
        }

        return ((y % modulus) + modulus) % modulus;
    }

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }
}
