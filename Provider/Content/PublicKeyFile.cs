using System.Formats.Asn1;
using System.Security.Cryptography;
using Provider.Content.Pem;
using Provider.Model;

namespace Provider.Content;

/// <summary>The file of an entry of type key: a SubjectPublicKeyInfo (RFC 5280, section 4.1).</summary>
internal static class PublicKeyFile
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EllipticCurve = "1.2.840.10045.2.1";

    /// <exception cref="MountException">The key has no such form.</exception>
    public static byte[] Make(ObjectEntry entry, VaultKey key)
    {
        var info = key.KeyType switch
        {
            "RSA" or "RSA-HSM" when !IsZero(key.Modulus) && !IsZero(key.Exponent) => RsaInfo(key),
            "EC" or "EC-HSM" when Curve(key.Curve) is { } curve && Fits(key, curve.Bytes) =>
                CurveInfo(entry, key, curve.Oid, curve.Bytes),
            "RSA" or "RSA-HSM" or "EC" or "EC-HSM" => throw Unsupported(
                entry, $"{Quoted.Text(key.KeyType)} with the curve {Quoted.Text(key.Curve ?? "")} or without its "
                    + "numbers"),
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
    private static byte[] CurveInfo(ObjectEntry entry, VaultKey key, string curve, int bytes)
    {
        var (x, y) = (Coordinate(key.X, bytes), Coordinate(key.Y, bytes));
        return IsOnCurve(curve, x, y)
            ? Info(EllipticCurve, curve, [4, .. x, .. y])
            : throw Unsupported(
                entry, $"{Quoted.Text(key.KeyType)} whose x and y are not a point on the curve "
                    + $"{Quoted.Text(key.Curve ?? "")}");
    }

    private static byte[] Coordinate(ReadOnlyMemory<byte> number, int bytes)
    {
        var coordinate = new byte[bytes];
        var digits = number.Span.TrimStart((byte)0);
        digits.CopyTo(coordinate.AsSpan(bytes - digits.Length));
        return coordinate;
    }

    private static bool IsOnCurve(string curve, byte[] x, byte[] y)
    {
        try
        {
            ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curve), Q = new ECPoint { X = x, Y = y } })
                .Dispose();
            return true;
        }
        catch (PlatformNotSupportedException)
        {
            // OpenSSL does not support this curve: the key is written unchecked.
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
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
        !key.X.IsEmpty && key.X.Span.TrimStart((byte)0).Length <= bytes && !key.Y.IsEmpty
            && key.Y.Span.TrimStart((byte)0).Length <= bytes;

    private static bool IsZero(ReadOnlyMemory<byte> number) => !number.Span.ContainsAnyExcept((byte)0);

    private static MountException Unsupported(ObjectEntry entry, string what) =>
        new(ErrorCodes.KeyTypeUnsupported, $"{entry} is a key of type {what}, which has no public key file");
}
