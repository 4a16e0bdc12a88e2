using System.Globalization;
using System.Reflection;

namespace Provider.Hosting;

/// <summary>The version of this build. <c>BuildDate</c>: UTC, or "unknown".</summary>
internal sealed record ProductInfo(string Version, string BuildDate)
{
    /// <summary>The name the driver and Azure know the provider by; the Go provider's.</summary>
    public const string RuntimeName = "secrets-store-csi-driver-provider-azure";

    /// <summary>The service in metrics and traces: the Go provider's name there, which dashboards select by.</summary>
    public const string ServiceName = "csi-secrets-store-provider-azure";

    public static ProductInfo Current { get; } = Read();

    public string UserAgent(string addition) =>
        string.Create(CultureInfo.InvariantCulture, $"{RuntimeName}/{Version} (linux) {addition}").TrimEnd();

    /// <summary>The Go provider's form of <c>--version</c>.</summary>
    public string ToJson() => $$"""{"version":"{{Version}}","buildDate":"{{BuildDate}}"}""";

    private static ProductInfo Read()
    {
        var assembly = typeof(ProductInfo).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "0.0.0";
        var date = assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(data => data.Key == "BuildDate")?.Value;
        return new ProductInfo(version.Split('+')[0], date is { Length: > 0 } ? date : "unknown");
    }
}
