using System.CommandLine;
using Provider.Hosting;
using Provider.Parameters;

namespace Provider.Commands;

/// <summary>The flags of <c>serve</c> that say where tokens and clouds come from.</summary>
internal sealed class IdentityFlags
{
    private static readonly ServeOptions Defaults = new();

    private readonly Option<string> cloudName = ServeFlags.Flag("--cloud-name", Defaults.CloudName, "The cloud of SecretProviderClasses that name none.");
    private readonly Option<string> cloudDirectory = ServeFlags.Flag("--cloud-file-directory", Defaults.CloudFileDirectory, "The directory below which cloudEnvFileName must lie.");
    private readonly Option<string> nmiEndpoint = ServeFlags.Flag("--nmi-endpoint", "http://127.0.0.1:2579", "Where pod identity's NMI answers.");
    private readonly Option<string> imdsEndpoint = ServeFlags.TextFlag("--imds-endpoint", "Where IMDS answers; default AZURE_POD_IDENTITY_AUTHORITY_HOST, else http://169.254.169.254.");
    private readonly Option<string> audiences = ServeFlags.Flag("--token-audiences", Defaults.TokenAudiences, "Audiences of service-account tokens for workload identity, commas between.");
    private readonly Option<string> proxyAudiences = ServeFlags.Flag("--token-proxy-audiences", Defaults.TokenProxyAudiences, "Audiences of service-account tokens for the AKS token proxy.");
    private readonly Option<string> proxyUrl = ServeFlags.TextFlag("--token-proxy-url", "The AKS token proxy's URL; default the API server.");
    private readonly Option<string> proxyName = ServeFlags.TextFlag("--sni-name", "The AKS token proxy's server name; default worked out from the API server's certificate.");

    /// <summary>Checks each value as the command line is parsed.</summary>
    public IdentityFlags()
    {
        ServeFlags.Check(cloudName, CloudReader.IsName, "must be the name of an Azure cloud");
        ServeFlags.Check(cloudDirectory, path => path.StartsWith('/') && Path.GetFullPath(path).Length > 1, "must be an absolute path other than /");
        ServeFlags.Check(nmiEndpoint, text => Address(text, "http") is not null, "must be an http:// URL");
        ServeFlags.Check(imdsEndpoint, text => text is null || Address(text, "http") is not null, "must be an http:// URL");
        ServeFlags.Check(audiences, text => Audiences(text).Length > 0, "must name an audience");
        ServeFlags.Check(proxyAudiences, text => Audiences(text).Length > 0, "must name an audience");
        ServeFlags.Check(
            proxyUrl, text => text is null || Address(text, "https") is { UserInfo: "", Query: "", Fragment: "" },
            "must be an https:// URL without user, query or fragment");
        ServeFlags.Check(
            proxyName, text => text is null || Uri.CheckHostName(text) == UriHostNameType.Dns, "must be a DNS name");
    }

    /// <summary>All of them.</summary>
    public Option[] All => [cloudName, cloudDirectory, nmiEndpoint, imdsEndpoint, audiences, proxyAudiences, proxyUrl, proxyName];

    /// <summary>Adds what the operator chose, here or in the environment.</summary>
    /// <param name="parsed">A command line without errors.</param>
    /// <param name="environment">The process's environment.</param>
    /// <param name="options">The other options.</param>
    public ServeOptions Read(ParseResult parsed, NodeEnvironment environment, ServeOptions options)
    {
        var apiServer = new UriBuilder(options.ApiServer) { Port = environment.ApiServerPort }.Uri;
        return options with
        {
            CloudName = parsed.GetRequiredValue(cloudName),
            CloudFileDirectory = Path.GetFullPath(parsed.GetRequiredValue(cloudDirectory)),
            CloudFile = environment.CloudFile,
            NmiEndpoint = new Uri(parsed.GetRequiredValue(nmiEndpoint)),
            ImdsEndpoint = parsed.GetValue(imdsEndpoint) is { } imds ? new Uri(imds) : environment.ImdsEndpoint ?? options.ImdsEndpoint,
            TokenAudiences = parsed.GetRequiredValue(audiences),
            TokenProxyAudiences = parsed.GetRequiredValue(proxyAudiences),
            TokenProxyUrl = parsed.GetValue(proxyUrl) is { } proxy ? new Uri(proxy) : apiServer,
            TokenProxyName = parsed.GetValue(proxyName),
            ApiServer = apiServer,
        };
    }

    private static Uri? Address(string text, string scheme) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == scheme ? uri : null;

    private static string[] Audiences(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
