namespace Provider.Model;

/// <summary>The parts of a certificate that an entry can mount.</summary>
internal enum CertificatePart
{
    /// <summary>The private keys.</summary>
    Key,

    /// <summary>The leaf: the certificate of the key.</summary>
    Certificate,

    /// <summary>Every certificate but the leaf.</summary>
    Chain,

    /// <summary>The leaf, then its chain.</summary>
    FullChain,

    /// <summary>The certificates that name themselves as their issuer.</summary>
    Authority,

    /// <summary>The private keys, then all certificates.</summary>
    All,
}

/// <summary>The values of the field <c>objectPart</c>.</summary>
internal static class CertificatePartNames
{
    public static string ToWireName(this CertificatePart part) => part switch
    {
        CertificatePart.Key => "key",
        CertificatePart.Certificate => "certificate",
        CertificatePart.Chain => "chain",
        CertificatePart.FullChain => "fullchain",
        CertificatePart.Authority => "ca",
        CertificatePart.All => "all",
        _ => throw new ArgumentOutOfRangeException(nameof(part)),
    };
}
