using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.SelfDiagnostics;
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
            .ConfigureServices(services => services
                .AddSingleton<IOptionsMonitor<SelfDiagnosticsOptions>>(new Fixed<SelfDiagnosticsOptions>(new()))
                .AddSingleton<IOptionsMonitor<PrometheusAspNetCoreOptions>>(
                    new Fixed<PrometheusAspNetCoreOptions>(new()
                    {
                        ScopeInfoEnabled = false,
                        // The Go provider has the service's name on every series, and dashboards select by it.
                        ResourceConstantLabels = name => name == "service.name",
                    })))
            .AddPrometheusExporter()
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

    // The container would make options by reflection, from generic types that exist only at run time.
    private sealed class Fixed<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(T options)
        : IOptionsMonitor<T>
    {
        public T CurrentValue => options;

        public T Get(string? name) => options;

        public IDisposable? OnChange(Action<T, string?> listener) => null;
    }
}
