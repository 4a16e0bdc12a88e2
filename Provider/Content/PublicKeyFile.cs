using System.Formats.Asn1;
using Provider.Content.Pem;
using Provider.Model;

namespace Provider.Content;

/// <summary>The file of an entry of type key: the public key as a SubjectPublicKeyInfo (RFC 5280, section 4.1).</summary>
internal static class PublicKeyFile
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EllipticCurve = "1.2.840.10045.2.1";

    /// <summary>One <c>PUBLIC KEY</c> block.</summary>
    /// <param name="entry">The entry, for the error's sake.</param>
    /// <param name="key">What the vault holds.</param>
    /// <exception cref="MountException">The key has no such form.</exception>
    public static byte[] Make(ObjectEntry entry, VaultKey key)
    {
        var info = key.KeyType switch
        {
            "RSA" or "RSA-HSM" when !IsZero(key.Modulus) && !IsZero(key.Exponent) => RsaInfo(key),
            "EC" or "EC-HSM" when Curve(key.Curve) is { } curve && Fits(key, curve.Bytes) => CurveInfo(key, curve.Oid, curve.Bytes),
            "RSA" or "RSA-HSM" or "EC" or "EC-HSM" => throw Unsupported(
                entry, $"{Quoted.Text(key.KeyType)} with the curve {Quoted.Text(key.Curve ?? "")} or without its numbers"),
            _ => throw Unsupported(entry, Quoted.Text(key.KeyType)),
        };
        return PemWriter.Write(PemLabels.PublicKey, [info]);
    }

    private static byte[] RsaInfo(VaultKey key)
    {
        var number = new AsnWriter(AsnEncodingRules.DER);
        using (number.PushSequence())
        {
            number.WriteIntegerUnsigned(key.Modulus.Span.TrimStart((byte)0));
            number.WriteIntegerUnsigned(key.Exponent.Span.TrimStart((byte)0));
        }

        return Info(Rsa, parameters: null, number.Encode());
    }

    // SEC 1, section 2.3.3: 04, then both coordinates, each as long as the field.
    private static byte[] CurveInfo(VaultKey key, string curve, int bytes)
    {
        var point = new byte[1 + (2 * bytes)];
        point[0] = 4;
        key.X.CopyTo(point.AsMemory(1 + bytes - key.X.Length));
        key.Y.CopyTo(point.AsMemory(1 + (2 * bytes) - key.Y.Length));
        return Info(EllipticCurve, curve, point);
    }

    private static byte[] Info(string algorithm, string? parameters, byte[] key)
    {
        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            using (info.PushSequence())
            {
                info.WriteObjectIdentifier(algorithm);
                if (parameters is null)
                {
                    info.WriteNull();
                }
                else
                {
                    info.WriteObjectIdentifier(parameters);
                }
            }

            info.WriteBitString(key);
        }

        return info.Encode();
    }

    // Key Vault's P-256K is SEC 2's secp256k1.
    private static (string Oid, int Bytes)? Curve(string? name) => name switch
    {
        "P-256" => ("1.2.840.10045.3.1.7", 32),
        "P-384" => ("1.3.132.0.34", 48),
        "P-521" => ("1.3.132.0.35", 66),
        "P-256K" => ("1.3.132.0.10", 32),
        _ => null,
    };

    private static bool Fits(VaultKey key, int bytes) =>
        key.X.Length is > 0 && key.X.Length <= bytes && key.Y.Length is > 0 && key.Y.Length <= bytes;

    private static bool IsZero(ReadOnlyMemory<byte> number) => !number.Span.ContainsAnyExcept((byte)0);

    private static MountException Unsupported(ObjectEntry entry, string what) =>
        new(ErrorCodes.KeyTypeUnsupported, $"{entry} is a key of type {what}, which has no public key file");
}
