using System.Security.Cryptography.X509Certificates;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Provider.Telemetry;

/// <summary>
/// Sends spans to a collector: OTLP over HTTP, in batches, and what it does not take in time is dropped.
/// </summary>
internal static class SpanExport
{
    private const int SpansWaiting = 512;
    private const int SpansAtOnce = 256;
    private const int MillisecondsForABatch = 4000; // shutdown waits for the last one

    /// <summary>Sets the export up.</summary>
    public static void Add(TracerProviderBuilder traces, Uri collector, double ratio) => traces
        .AddSource(Spans.SourceName)
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)))
        .AddOtlpExporter(exporter =>
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/v1/traces");
            exporter.TimeoutMilliseconds = MillisecondsForABatch;
            exporter.HttpClientFactory = Client;
            exporter.BatchExportProcessorOptions = new BatchExportProcessorOptions<System.Diagnostics.Activity>
            {
                MaxQueueSize = SpansWaiting,
                MaxExportBatchSize = SpansAtOnce,
                ExporterTimeoutMilliseconds = MillisecondsForABatch,
            };
        });

    private static HttpClient Client() => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16,
            SslOptions =
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                },
            },
        })
    {
        Timeout = TimeSpan.FromMilliseconds(MillisecondsForABatch),
        MaxResponseContentBufferSize = 64 * 1024,
    };
}
