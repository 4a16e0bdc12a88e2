using System.CommandLine;
using Provider.Hosting;
using Provider.Parameters;

namespace Provider.Commands;

/// <summary>The flags of <c>serve</c> that say where tokens and clouds come from.</summary>
internal sealed class IdentityFlags
{
    private const string Title = "Clouds and identities";
    private static readonly ServeOptions Defaults = new();

    private readonly DescribedOption<string> cloudName = ServeFlags.Flag(Title, "--cloud-name", Defaults.CloudName, "The cloud of SecretProviderClasses that name none.");
    private readonly DescribedOption<string> cloudDirectory = ServeFlags.Flag(Title, "--cloud-file-directory", Defaults.CloudFileDirectory, "The directory below which cloudEnvFileName must lie.");
    private readonly DescribedOption<string> nmiEndpoint = ServeFlags.Flag(Title, "--nmi-endpoint", "http://127.0.0.1:2579", "Where pod identity's NMI answers.");
    private readonly DescribedOption<string> imdsEndpoint = ServeFlags.TextFlag(Title, "--imds-endpoint", "Where IMDS answers.", "http://169.254.169.254", "AZURE_POD_IDENTITY_AUTHORITY_HOST");
    private readonly DescribedOption<string> audiences = ServeFlags.Flag(Title, "--token-audiences", Defaults.TokenAudiences, "Audiences of service-account tokens for workload identity, commas between.");
    private readonly DescribedOption<string> proxyAudiences = ServeFlags.Flag(Title, "--token-proxy-audiences", Defaults.TokenProxyAudiences, "Audiences of service-account tokens for the AKS token proxy.");
    private readonly DescribedOption<string> proxyUrl = ServeFlags.TextFlag(Title, "--token-proxy-url", "The AKS token proxy's URL.", "the API server");
    private readonly DescribedOption<string> proxyName = ServeFlags.TextFlag(Title, "--sni-name", "The AKS token proxy's server name.", "worked out from the API server's certificate");

    /// <summary>Checks each value as the command line is parsed.</summary>
    public IdentityFlags()
    {
        cloudName.CompletionSources.Add("AzurePublicCloud", "AzureUSGovernmentCloud", "AzureChinaCloud", "AzureGermanCloud", "AzureStackCloud");
        ServeFlags.Check(cloudName, CloudReader.IsName, "must be the name of an Azure cloud");
        ServeFlags.Check(cloudDirectory, path => path.StartsWith('/') && Path.GetFullPath(path).Length > 1, "must be an absolute path other than /");
        ServeFlags.Check(nmiEndpoint, text => Address(text, "http") is not null, "must be an http:// URL");
        ServeFlags.Check(imdsEndpoint, text => text is null || Address(text, "http") is not null, "must be an http:// URL");
        ServeFlags.Check(audiences, text => Audiences(text).Length > 0, "must be one audience or more");
        ServeFlags.Check(proxyAudiences, text => Audiences(text).Length > 0, "must be one audience or more");
        ServeFlags.Check(
            proxyUrl, text => text is null || Address(text, "https") is { UserInfo: "", Query: "", Fragment: "" },
            "must be an https:// URL without user, query or fragment");
        ServeFlags.Check(
            proxyName, text => text is null || Uri.CheckHostName(text) == UriHostNameType.Dns, "must be a DNS name");
    }

    /// <summary>Those that a person's mount has too.</summary>
    public Option[] Clouds => [cloudName, cloudDirectory];

    /// <summary>All of them.</summary>
    public Option[] All => [cloudName, cloudDirectory, nmiEndpoint, imdsEndpoint, audiences, proxyAudiences, proxyUrl, proxyName];

    /// <summary>Adds what a person chose of clouds, here or in the environment.</summary>
    /// <param name="parsed">A command line without errors.</param>
    /// <param name="environment">The process's environment.</param>
    /// <param name="options">The other options.</param>
    public ServeOptions ReadClouds(ParseResult parsed, NodeEnvironment environment, ServeOptions options) => options with
    {
        CloudName = parsed.GetRequiredValue(cloudName),
        CloudFileDirectory = Path.GetFullPath(parsed.GetRequiredValue(cloudDirectory)),
        CloudFile = environment.CloudFile,
    };

    /// <summary>Adds what the operator chose, here or in the environment.</summary>
    /// <param name="parsed">A command line without errors.</param>
    /// <param name="environment">The process's environment.</param>
    /// <param name="options">The other options.</param>
    public ServeOptions Read(ParseResult parsed, NodeEnvironment environment, ServeOptions options)
    {
        var apiServer = new UriBuilder(options.ApiServer) { Port = environment.ApiServerPort }.Uri;
        return ReadClouds(parsed, environment, options) with
        {
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
