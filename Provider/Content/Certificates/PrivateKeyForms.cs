using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Content.Pem;
using Provider.Model;

namespace Provider.Content.Certificates;

/// <summary>Converts private keys to PKCS#8 (RFC 5208) in DER, without attributes.</summary>
internal static class PrivateKeyForms
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EllipticCurve = "1.2.840.10045.2.1";

    /// <exception cref="UnreadableContentException">
    /// Its form cannot be read without a password, or is not known.
    /// </exception>
    /// <exception cref="CryptographicException">It is not a private key.</exception>
    public static byte[] ToPkcs8(string label, ReadOnlyMemory<byte> key)
    {
        switch (label)
        {
            case PemLabels.PrivateKey:
                return Normal(key);
            case PemLabels.RsaPrivateKey:
                using (var rsa = RSA.Create())
                {
                    rsa.ImportRSAPrivateKey(key.Span, out _);
                    return rsa.ExportPkcs8PrivateKey();
                }

            case PemLabels.CurvePrivateKey:
                using (var curve = ECDsa.Create())
                {
                    curve.ImportECPrivateKey(CurveKey.WithFullLength(key, curve: null).Span, out _);
                    return curve.ExportPkcs8PrivateKey();
                }

            case PemLabels.EncryptedPrivateKey:
                throw UnreadableContentException.Encrypted("private key");
            default:
                throw new UnreadableContentException(
                    $"has a private key of the form {label}, which is not supported",
                    "Convert the key to PKCS#8, for example with openssl pkcs8 -topk8 -nocrypt, and import the "
                    + "certificate again.");
        }
    }

    /// <summary>A PKCS#8 key without attributes and optional parts, which differ between writers.</summary>
    /// <exception cref="AsnContentException">It is not a PrivateKeyInfo.</exception>
    /// <exception cref="CryptographicException">The runtime does not accept it.</exception>
    public static byte[] Normal(ReadOnlyMemory<byte> key)
    {
        switch (Algorithm(key))
        {
            case Rsa:
                using (var rsa = RSA.Create())
                {
                    rsa.ImportPkcs8PrivateKey(key.Span, out _);
                    return rsa.ExportPkcs8PrivateKey();
                }

            case EllipticCurve:
                using (var curve = ECDsa.Create())
                {
                    curve.ImportPkcs8PrivateKey(CurveKey.InfoWithFullLength(key).Span, out _);
                    return curve.ExportPkcs8PrivateKey();
                }

            default:
                return Stripped(key);
        }
    }

    /// <summary>The public key of a private one in normal form; null for unknown algorithms.</summary>
    public static byte[]? PublicKey(ReadOnlyMemory<byte> key)
    {
        switch (Algorithm(key))
        {
            case Rsa:
                using (var rsa = RSA.Create())
                {
                    rsa.ImportPkcs8PrivateKey(key.Span, out _);
                    return rsa.ExportSubjectPublicKeyInfo();
                }

            case EllipticCurve:
                using (var curve = ECDsa.Create())
                {
                    curve.ImportPkcs8PrivateKey(key.Span, out _);
                    return curve.ExportSubjectPublicKeyInfo();
                }

            default:
                return null;
        }
    }

    private static string Algorithm(ReadOnlyMemory<byte> key)
    {
        var info = new AsnReader(key, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        return info.ReadSequence().ReadObjectIdentifier();
    }

    // Keys that the runtime does not support, such as Ed25519 (RFC 8410), are passed on without attributes.
    private static byte[] Stripped(ReadOnlyMemory<byte> key)
    {
        var info = new AsnReader(key, AsnEncodingRules.BER).ReadSequence();
        info.ReadInteger();
        var stripped = new AsnWriter(AsnEncodingRules.DER);
        using (stripped.PushSequence())
        {
            stripped.WriteInteger(0);
            stripped.WriteEncodedValue(info.ReadEncodedValue().Span);
            stripped.WriteOctetString(info.ReadOctetString());
        }

        return stripped.Encode();
    }
}
