using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Provider.Hosting.Listening;
using Provider.Telemetry;

namespace Provider.Hosting;

/// <summary>What is exported of metrics and spans, and the page that Prometheus reads.</summary>
internal sealed class Exports : IDisposable
{
    public const string MetricsPath = "/metrics";

    private readonly MeterProvider meters;
    private readonly TracerProvider? traces;
    private readonly ServiceProvider services = new ServiceCollection().AddOptions().BuildServiceProvider();

    public Exports(ServeOptions options, Func<HttpClient> collectorClient)
    {
        var resource = ResourceBuilder.CreateEmpty()
            .AddService(ProductInfo.ServiceName, autoGenerateServiceInstanceId: false);
        meters = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(ProviderMetrics.MeterName, MetricViews.RuntimeMeter)
            .AddView(MetricViews.For)
            .AddPrometheusExporter(exporter =>
            {
                exporter.ScopeInfoEnabled = false;
                // The Go provider has the service's name on every series, and dashboards select by it.
                exporter.ResourceConstantLabels = name => name == "service.name";
            })
            .Build();
        if (options.OtlpEndpoint is { } collector)
        {
            var builder = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource);
            SpanExport.Add(builder, collector, options.TraceSampleRatio, collectorClient);
            traces = builder.Build();
        }
    }

    /// <summary>The page of metrics.</summary>
    public RequestDelegate Page()
    {
        var page = new ApplicationBuilder(services);
        page.Use(new Scrapes().ServeAsync);
        page.UseOpenTelemetryPrometheusScrapingEndpoint(meters, null, MetricsPath, null, null);
        return page.Build();
    }

    public void Dispose()
    {
        traces?.Dispose();
        meters.Dispose();
        services.Dispose();
    }
}
