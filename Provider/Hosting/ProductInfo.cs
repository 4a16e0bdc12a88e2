using System.Globalization;

namespace Provider.Hosting;

/// <summary>The version of this build. <c>BuildDate</c>: UTC, or "unknown".</summary>
internal sealed record ProductInfo(string Version, string BuildDate)
{
    /// <summary>The name the driver and Azure know the provider by; the Go provider's.</summary>
    public const string RuntimeName = "secrets-store-csi-driver-provider-azure";

    /// <summary>The service in metrics and traces: the Go provider's name there, which dashboards select by.</summary>
    public const string ServiceName = "csi-secrets-store-provider-azure";

    /// <summary>As the project file has them; read from the assembly's attributes they would delay the start.</summary>
    public static ProductInfo Current { get; } = new(ProductBuild.Version, ProductBuild.Date);

    public string UserAgent(string addition) =>
        string.Create(CultureInfo.InvariantCulture, $"{RuntimeName}/{Version} (linux) {addition}").TrimEnd();

    /// <summary>The Go provider's form of <c>--version</c>.</summary>
    public string ToJson() => $$"""{"version":"{{Version}}","buildDate":"{{BuildDate}}"}""";
}
