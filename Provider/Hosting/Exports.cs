using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Provider.Hosting.Listening;
using Provider.Telemetry;

namespace Provider.Hosting;

/// <summary>Exports metrics and spans, and serves the page that Prometheus reads.</summary>
internal sealed class Exports : IDisposable
{
    public const string MetricsPath = "/metrics";

    private readonly MeterProvider meters;
    private readonly TracerProvider? traces;
    private readonly ServiceProvider services = new ServiceCollection().AddOptions().BuildServiceProvider();
    private readonly Lazy<RequestDelegate> page;

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
        page = new Lazy<RequestDelegate>(MakePage);
        if (options.OtlpEndpoint is { } collector)
        {
            var builder = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource);
            SpanExport.Add(builder, collector, options.TraceSampleRatio, collectorClient);
            traces = builder.Build();
        }
    }

    /// <summary>The page of metrics, made when it is first asked for.</summary>
    public RequestDelegate Page => page.Value;

    public void Dispose()
    {
        traces?.Dispose();
        meters.Dispose();
        services.Dispose();
    }

    private RequestDelegate MakePage()
    {
        var builder = new ApplicationBuilder(services);
        builder.Use(new Scrapes().ServeAsync);
        builder.UseOpenTelemetryPrometheusScrapingEndpoint(meters, null, MetricsPath, null, null);
        return builder.Build();
    }
}
