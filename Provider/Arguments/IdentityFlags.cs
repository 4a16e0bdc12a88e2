using Provider.Hosting;
using Provider.Parameters;

namespace Provider.Arguments;

/// <summary>The flags for clouds and tokens.</summary>
internal static class IdentityFlags
{
    private static readonly ServeOptions Defaults = new();
    private static readonly FlagMaker Maker = new("Clouds and identities");

    public static IEnumerable<DaemonFlag> Clouds() =>
    [
        Maker.Text(
            "cloud-name", "The cloud of SecretProviderClasses that name none.", Defaults.CloudName,
            (options, name) => CloudReader.IsName(name) ? options with { CloudName = name } : null)
            with
            {
                Rule = "the name of an Azure cloud",
                Values = ["AzurePublicCloud", "AzureUSGovernmentCloud", "AzureChinaCloud", "AzureGermanCloud",
                    "AzureStackCloud"],
            },
        Maker.Text(
            "cloud-file-directory", "The directory below which cloudEnvFileName must lie.", Defaults.CloudFileDirectory,
            (options, path) =>
                path.StartsWith('/') && Path.GetFullPath(path) is { Length: > 1 } full
                    ? options with { CloudFileDirectory = full }
                    : null)
            with { Rule = "an absolute path other than /" },
    ];

    public static IEnumerable<DaemonFlag> All() =>
    [
        .. Clouds(),
        Maker.Url(
            "nmi-endpoint", "The address of pod identity's NMI.", Shown(Defaults.NmiEndpoint),
            (options, text) => Address(text, "http") is { } address ? options with { NmiEndpoint = address } : null)
            with { Rule = "an http:// URL" },
        Maker.Url(
            "imds-endpoint", "The address of IMDS.", Shown(Defaults.ImdsEndpoint),
            (options, text) => Address(text, "http") is { } address ? options with { ImdsEndpoint = address } : null)
            with { Rule = "an http:// URL", Variable = NodeEnvironment.ImdsVariable },
        Maker.Text(
            "token-audiences", "Audiences of service-account tokens for workload identity, separated by commas.",
            Defaults.TokenAudiences,
            (options, text) => HasAudience(text) ? options with { TokenAudiences = text } : null)
            with { Rule = "one audience or more" },
        Maker.Text(
            "token-proxy-audiences",
            "Audiences of service-account tokens for the AKS token proxy, separated by commas.",
            Defaults.TokenProxyAudiences,
            (options, text) => HasAudience(text) ? options with { TokenProxyAudiences = text } : null)
            with { Rule = "one audience or more" },
        Maker.Url(
            "token-proxy-url", "The URL of the AKS token proxy.", "the API server",
            (options, text) =>
                Address(text, "https") is { UserInfo: "", Query: "", Fragment: "" } url
                    ? options with { TokenProxyUrl = url }
                    : null)
            with { Rule = "an https:// URL without user, query or fragment" },
        Maker.Text(
            "sni-name", "The TLS server name of the AKS token proxy.", "worked out from the API server's certificate",
            (options, name) =>
                Uri.CheckHostName(name) == UriHostNameType.Dns ? options with { TokenProxyName = name } : null)
            with { Rule = "a DNS name" },
    ];

    private static string Shown(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static Uri? Address(string text, string scheme) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == scheme ? uri : null;

    private static bool HasAudience(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Length > 0;
}
