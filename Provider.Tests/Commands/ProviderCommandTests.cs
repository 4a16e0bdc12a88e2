using System.CommandLine;
using System.Text.Json;
using Provider.Commands;
using Provider.Hosting;
using Provider.Telemetry;

namespace Provider.Tests.Commands;

public sealed class ProviderCommandTests
{
    [Fact]
    public async Task Without_arguments_it_serves_with_the_defaults_of_the_contract()
    {
        var (options, ignored) = await Served();

        Assert.Equal(new ServeOptions(), options);
        Assert.Empty(ignored);
        Assert.Equal(("/tmp/azure.sock", 8989, "/healthz", 8898), (options.SocketPath, options.HealthzPort, options.HealthzPath, options.PrometheusPort));
        Assert.Equal(TimeSpan.FromSeconds(5), options.HealthzTimeout);
        Assert.Equal(4_194_304, options.ResponseLimit);
    }

    [Fact]
    public async Task The_go_providers_arguments_start_it_unchanged()
    {
        var (options, ignored) = await Served(
            "--endpoint=unix:///provider/azure.sock", "--construct-pem-chain=false", "--healthz-port=8990", "--healthz-path=/health",
            "--healthz-timeout=1m30s", "--prometheus-port", "9898", "--metrics-backend=Prometheus", "-v=5", "--log-format-json=true",
            "--write-cert-and-key-in-separate-files", "--cloud-name=AzureUSGovernmentCloud", "--custom-user-agent=mine/1.0",
            "--token-proxy-url=", "--sni-name=", "--logtostderr=true", "--vmodule=a=1");

        Assert.Equal("/provider/azure.sock", options.SocketPath);
        Assert.Equal((8990, "/health", TimeSpan.FromSeconds(90), 9898), (options.HealthzPort, options.HealthzPath, options.HealthzTimeout, options.PrometheusPort));
        Assert.Equal((5, LogFormat.Json), (options.Verbosity, options.LogFormat));
        Assert.Equal((false, true), (options.ConstructPemChain, options.SeparateCertificateAndKey));
        Assert.Equal(("AzureUSGovernmentCloud", "mine/1.0"), (options.CloudName, options.CustomUserAgent));
        Assert.Equal(["--logtostderr", "--vmodule"], ignored);
    }

    [Fact]
    public async Task Profiling_is_accepted_and_said_to_mean_nothing()
    {
        var (_, ignored) = await Served("--enable-pprof", "--pprof-port=6065");

        Assert.Equal(["--enable-pprof", "--pprof-port"], ignored);
    }

    [Fact]
    public async Task Version_is_the_go_providers_json()
    {
        var (status, output, _) = await Run("--version");

        using var json = JsonDocument.Parse(output);
        Assert.Equal(0, status);
        Assert.Equal(["version", "buildDate"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Matches(@"^\d+\.\d+\.\d+", json.RootElement.GetProperty("version").GetString());
    }

    [Theory]
    [InlineData("--endpoint=tcp://0.0.0.0:1", "--endpoint=tcp://0.0.0.0:1: must be unix:// and an absolute path.")]
    [InlineData("--endpoint=unix://relative", "--endpoint=unix://relative: must be")]
    [InlineData("--healthz-port=65536", "--healthz-port=65536: must be 0 to 65535.")]
    [InlineData("--healthz-port=x", "--healthz-port")]
    [InlineData("--healthz-timeout=5", "--healthz-timeout=5: must be a duration such as 5s.")]
    [InlineData("--metrics-backend=statsd", "--metrics-backend=statsd: must be Prometheus.")]
    [InlineData("--cloud-name=Moon", "--cloud-name=Moon: must be the name of an Azure cloud.")]
    [InlineData("-v=99", "-v=99: must be 0 to 10.")]
    [InlineData("--max-call-recv-msg-size=0", "--max-call-recv-msg-size=0: must be more than 0.")]
    [InlineData("--unknown=1", "--unknown")]
    public async Task A_wrong_argument_is_told_and_nothing_is_served(string argument, string message)
    {
        var (status, _, error) = await Run(argument);

        Assert.Equal(1, status);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5s", 5)]
    [InlineData("1m30s", 90)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5h", 5400)]
    public void Durations_are_written_as_in_go(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoDuration.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("0s")]
    [InlineData("25h")]
    [InlineData("1e3s")]
    public void What_is_no_duration_is_none(string text) => Assert.Null(GoDuration.Read(text));

    private static async Task<(ServeOptions Options, IReadOnlyList<string> Ignored)> Served(params string[] arguments)
    {
        (ServeOptions, IReadOnlyList<string>)? served = null;
        var command = ProviderCommand.Build((options, ignored, _) =>
        {
            served = (options, ignored);
            return Task.FromResult(0);
        });
        using var error = new StringWriter();
        var status = await command.Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Error = error }, TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (status, error.ToString()));
        return served!.Value;
    }

    private static async Task<(int Status, string Output, string Error)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var command = ProviderCommand.Build((_, _, _) => throw new InvalidOperationException("served"));
        var status = await command.Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (status, output.ToString(), error.ToString());
    }
}
