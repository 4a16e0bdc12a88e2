using System.Collections.Immutable;

namespace Provider.Parameters;

/// <summary>The operator's settings for reading requests.</summary>
internal sealed record PlanSettings(string CloudName)
{
    /// <summary>The audience of service-account tokens that Entra's public cloud accepts.</summary>
    public const string EntraAudience = "api://AzureADTokenExchange";

    /// <summary>The audience of service-account tokens that AKS's token proxy accepts.</summary>
    public const string ProxyAudience = "api://AKSIdentityBinding";

    /// <summary>The audiences for workload identity; the token of the first one present is used.</summary>
    public ImmutableArray<string> TokenAudiences { get; init; } = [EntraAudience];

    /// <summary>The audiences for the token proxy; the token of the first one present is used.</summary>
    public ImmutableArray<string> ProxyAudiences { get; init; } = [ProxyAudience];

    public CloudFileSource CloudEnvironmentFiles { get; init; } = _ => new CloudFile(null, "is not to be read here");
}

/// <summary>
/// Reads a cloud's environment file. The plan reader reads no files itself, so that it stays a function of its inputs.
/// <c>path</c> is null for the operator's own file.
/// </summary>
internal delegate CloudFile CloudFileSource(string? path);

/// <summary>The text of a cloud's environment file, or why it cannot be read.</summary>
internal sealed record CloudFile(string? Text, string? Fault);
