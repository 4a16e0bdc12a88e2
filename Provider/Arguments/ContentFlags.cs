namespace Provider.Arguments;

/// <summary>The flags for the content of files; a local mount has them too.</summary>
internal static class ContentFlags
{
    public static IEnumerable<DaemonFlag> All()
    {
        var content = new FlagMaker("What the files hold");
        return
        [
            content.Boolean(
                "construct-pem-chain", "Put certificates in order: leaf, intermediates, root.",
                options => options.ConstructPemChain,
                (options, isOn) => options with { ConstructPemChain = isOn }),
            content.Boolean(
                "write-cert-and-key-in-separate-files", "Write .crt and .key files beside certificate-backed secrets.",
                options => options.SeparateCertificateAndKey,
                (options, isOn) => options with { SeparateCertificateAndKey = isOn }),
            content.Integer(
                "max-call-recv-msg-size", "The driver's limit for a volume, in bytes.", 1, int.MaxValue,
                options => options.ResponseLimit,
                (options, bytes) => options with { ResponseLimit = bytes }),
        ];
    }
}
