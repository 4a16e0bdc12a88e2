using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;

namespace Provider.Telemetry;

/// <summary>Sends spans to a collector by OTLP over HTTP, in batches; drops what it does not take in time.</summary>
internal static class SpanExport
{
    private const int SpansWaiting = 512;
    private const int SpansAtOnce = 256;
    private const int MillisecondsForABatch = 4000; // shutdown waits for the last one

    public static void Add(TracerProviderBuilder traces, Uri collector, double ratio, Func<HttpClient> client) => traces
        .AddSource(Spans.SourceName)
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)))
        .AddOtlpExporter(exporter =>
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/v1/traces");
            exporter.TimeoutMilliseconds = MillisecondsForABatch;
            exporter.HttpClientFactory = () => Client(client());
            exporter.BatchExportProcessorOptions = new BatchExportProcessorOptions<System.Diagnostics.Activity>
            {
                MaxQueueSize = SpansWaiting,
                MaxExportBatchSize = SpansAtOnce,
                ExporterTimeoutMilliseconds = MillisecondsForABatch,
            };
        });

    private static HttpClient Client(HttpClient client)
    {
        client.Timeout = TimeSpan.FromMilliseconds(MillisecondsForABatch);
        client.MaxResponseContentBufferSize = 64 * 1024;
        return client;
    }
}
