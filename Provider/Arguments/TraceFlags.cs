using System.Globalization;
using Provider.Hosting;

namespace Provider.Arguments;

/// <summary>The flags for traces.</summary>
internal static class TraceFlags
{
    private const string Group = "Traces";

    public static IEnumerable<DaemonFlag> All() =>
    [
        new FlagMaker(Group).Url(
            "otlp-endpoint", "Where to send spans, by OTLP over HTTP, such as http://collector:4318.", "none",
            (options, text) => Address(text) is { } address ? options with { OtlpEndpoint = address } : null)
            with { Rule = "an http:// or https:// URL without user, query or fragment" },
        new(
            "trace-sample-ratio", FlagType.Share, Group, "The share of mounts whose spans are sent.")
        {
            Default = new ServeOptions().TraceSampleRatio.ToString(CultureInfo.InvariantCulture),
            Set = (options, text) => options with { TraceSampleRatio = FlagType.ReadShare(text)!.Value },
        },
    ];

    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? uri
            : null;
}
