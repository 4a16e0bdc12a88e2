using System.Collections.Immutable;

namespace Provider.Sandbox.Driver;

/// <summary>The differences between released drivers in their calls to a provider.</summary>
internal sealed record DriverGeneration(string Name, Func<string, string> Authority, bool SendsEmptyTokens = false)
{
    public static DriverGeneration V1Dot0 { get; } = new("v1.0", path => path, SendsEmptyTokens: true);

    public static DriverGeneration V1Dot1To1Dot5 { get; } = new("v1.1 to v1.5", path => path);

    public static DriverGeneration PercentEncoded { get; } = new("percent-encoded path", Uri.EscapeDataString);

    public static DriverGeneration WithoutSlash { get; } =
        new("path without its first slash", path => path.TrimStart('/'));

    public static DriverGeneration V1Dot6 { get; } = new("v1.6", _ => "localhost");

    public static ImmutableArray<DriverGeneration> All { get; } = [V1Dot0, V1Dot1To1Dot5, PercentEncoded, WithoutSlash,
        V1Dot6];
}
