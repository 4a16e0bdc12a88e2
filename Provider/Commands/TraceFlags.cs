using System.CommandLine;
using Provider.Hosting;

namespace Provider.Commands;

/// <summary>The flags of <c>serve</c> that say where spans go.</summary>
internal sealed class TraceFlags
{
    private readonly DescribedOption<string> endpoint = ServeFlags.TextFlag("Traces", "--otlp-endpoint", "Where to send spans, by OTLP over HTTP, such as http://collector:4318.", "nowhere");
    private readonly DescribedOption<double> ratio = ServeFlags.Flag("Traces", "--trace-sample-ratio", new ServeOptions().TraceSampleRatio, "The share of mounts whose spans are sent.");

    /// <summary>Checks each value as the command line is parsed.</summary>
    public TraceFlags()
    {
        ServeFlags.Check(
            endpoint, text => text is null || IsAddress(text), "must be an http:// or https:// URL without user, query or fragment");
        ServeFlags.Check(ratio, share => share is >= 0 and <= 1, "must be 0 to 1");
    }

    /// <summary>All of them.</summary>
    public Option[] All => [endpoint, ratio];

    /// <summary>Adds what the operator chose.</summary>
    /// <param name="parsed">A command line without errors.</param>
    /// <param name="options">The other options.</param>
    public ServeOptions Read(ParseResult parsed, ServeOptions options) => options with
    {
        OtlpEndpoint = parsed.GetValue(endpoint) is { } text ? new Uri(text) : null,
        TraceSampleRatio = parsed.GetRequiredValue(ratio),
    };

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" };
}
