namespace Provider.Content.Pfx;

/// <summary>The object identifiers of PKCS#12 (RFC 7292), PKCS#7 (RFC 2315) and PKCS#5 (RFC 8018).</summary>
internal static class PfxOids
{
    public const string Data = "1.2.840.113549.1.7.1";
    public const string EncryptedData = "1.2.840.113549.1.7.6";

    public const string KeyBag = "1.2.840.113549.1.12.10.1.1";
    public const string ShroudedKeyBag = "1.2.840.113549.1.12.10.1.2";
    public const string CertificateBag = "1.2.840.113549.1.12.10.1.3";
    public const string NestedBags = "1.2.840.113549.1.12.10.1.6";
    public const string X509Certificate = "1.2.840.113549.1.9.22.1";
    public const string LocalKeyId = "1.2.840.113549.1.9.21";
    public const string FriendlyName = "1.2.840.113549.1.9.20";

    public const string PbeTripleDes = "1.2.840.113549.1.12.1.3";
    public const string PbeTripleDesTwoKeys = "1.2.840.113549.1.12.1.4";
    public const string PbeRc2Of128 = "1.2.840.113549.1.12.1.5";
    public const string PbeRc2Of40 = "1.2.840.113549.1.12.1.6";
    public const string Pbes2 = "1.2.840.113549.1.5.13";
    public const string Pbmac1 = "1.2.840.113549.1.5.14";
    public const string Pbkdf2 = "1.2.840.113549.1.5.12";

    public const string Aes128 = "2.16.840.1.101.3.4.1.2";
    public const string Aes192 = "2.16.840.1.101.3.4.1.22";
    public const string Aes256 = "2.16.840.1.101.3.4.1.42";
    public const string TripleDes = "1.2.840.113549.3.7";

    public const string HmacSha1 = "1.2.840.113549.2.7";
    public const string HmacSha256 = "1.2.840.113549.2.9";
    public const string HmacSha384 = "1.2.840.113549.2.10";
    public const string HmacSha512 = "1.2.840.113549.2.11";
    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";
}
