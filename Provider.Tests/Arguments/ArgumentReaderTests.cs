using Provider.Arguments;
using Provider.Hosting;
using Provider.Telemetry;

namespace Provider.Tests.Arguments;

public sealed class ArgumentReaderTests
{
    private static readonly NodeEnvironment Empty = NodeEnvironment.Of(_ => null);

    [Fact]
    public void Without_arguments_it_serves_with_the_defaults_of_the_contract()
    {
        var read = Read();

        Assert.Equal(DaemonAction.Serve, read.Action);
        Assert.Equal(new ServeOptions() with { ApiServer = read.Options.ApiServer }, read.Options);
        var options = read.Options;
        Assert.Equal(("/tmp/azure.sock", 8989, "/healthz", 8898),
            (options.SocketPath, options.HealthzPort, options.HealthzPath, options.PrometheusPort));
        Assert.Equal((TimeSpan.FromSeconds(5), 4_194_304), (options.HealthzTimeout, options.ResponseLimit));
    }

    [Fact]
    public void The_go_providers_arguments_start_it_unchanged()
    {
        var read = Read(
            "--endpoint=unix:///provider/azure.sock", "--construct-pem-chain=false", "--healthz-port=8990",
            "--healthz-path=/health",
            "--healthz-timeout=1m30s", "--prometheus-port", "9898", "--metrics-backend=Prometheus", "-v=5",
            "--log-format-json=true",
            "--write-cert-and-key-in-separate-files", "--cloud-name=AzureUSGovernmentCloud",
            "--custom-user-agent=mine/1.0",
            "--token-proxy-url=", "--sni-name=", "--logtostderr=true", "--vmodule=a=1", "--enable-pprof",
            "--pprof-port=6065");

        var options = read.Options;
        Assert.Empty(read.Problems);
        Assert.Equal("/provider/azure.sock", options.SocketPath);
        Assert.Equal((8990, "/health", TimeSpan.FromSeconds(90), 9898),
            (options.HealthzPort, options.HealthzPath, options.HealthzTimeout, options.PrometheusPort));
        Assert.Equal((5, LogFormat.Json), (options.Verbosity, options.LogFormat));
        Assert.Equal((false, true), (options.ConstructPemChain, options.SeparateCertificateAndKey));
        Assert.Equal(("AzureUSGovernmentCloud", "mine/1.0"), (options.CloudName, options.CustomUserAgent));
        Assert.Equal(["--logtostderr", "--vmodule", "--enable-pprof", "--pprof-port"], read.Ignored);
    }

    [Theory]
    [InlineData("junk", 8989, "junk")]
    [InlineData("--healthz-port=8990 junk", 8990, "junk")]
    [InlineData("-", 8989, "-")]
    [InlineData("-- --healthz-port=8990", 8989, "--healthz-port=8990")]
    [InlineData("--construct-pem-chain false --healthz-port=8990", 8989, "false --healthz-port=8990")]
    [InlineData("--log-format-json true --healthz-port=8990", 8989, "true --healthz-port=8990")]
    [InlineData("--log-format-json true --prometheus-port=8899", 8989, "true --prometheus-port=8899")]
    [InlineData("Moon", 8989, "Moon")]
    [InlineData("serve --healthz-port=8990", 8989, "serve --healthz-port=8990")]
    [InlineData("--healthz-port=8990 check", 8990, "check")]
    public void A_word_that_is_not_a_flag_ends_the_reading_and_is_named(string arguments, int port, string unread)
    {
        var read = Read(arguments.Split(' '));

        Assert.Empty(read.Problems);
        Assert.Equal((port, unread), (read.Options.HealthzPort, string.Join(' ', read.Unread)));
    }

    [Theory]
    [InlineData("021435")]
    [InlineData("0x231d")]
    [InlineData("8_989")]
    [InlineData("0o21435")]
    [InlineData("0b10001100011101")]
    [InlineData("+8989")]
    public void Numbers_are_written_as_in_go(string number) =>
        Assert.Equal(8989, Read("--healthz-port=" + number).Options.HealthzPort);

    [Theory]
    [InlineData("5s", 5)]
    [InlineData("1m30s", 90)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5h", 5400)]
    [InlineData(".5s", 0.5)]
    [InlineData("5.s", 5)]
    [InlineData("+5s", 5)]
    [InlineData("-5s", -5)]
    [InlineData("300000h", 1.08e9)]
    [InlineData("0", 0)]
    public void Durations_are_written_as_in_go(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoDuration.Read(text));

    [Theory]
    [InlineData("-v=100", 100)]
    [InlineData("-v=-1", -1)]
    [InlineData("--v=2", 2)]
    [InlineData("-v=08", 8)]
    public void Verbosity_is_any_decimal_number(string argument, int verbosity) =>
        Assert.Equal(verbosity, Read(argument).Options.Verbosity);

    [Theory]
    [InlineData("unix://tmp/flags.sock", "/tmp/flags.sock")]
    [InlineData("unix:///tmp/flags.sock", "/tmp/flags.sock")]
    [InlineData("unix://a.sock", "/a.sock")]
    public void The_endpoint_gets_its_slash(string endpoint, string path) =>
        Assert.Equal(path, Read("--endpoint=" + endpoint).Options.SocketPath);

    [Theory]
    [InlineData("-version")]
    [InlineData("--version")]
    [InlineData("--version=T")]
    [InlineData("--version --cloud-name=Moon")]
    public void Version_is_one_flag_of_many(string arguments) =>
        Assert.Equal((DaemonAction.Version, 0), End(arguments));

    [Theory]
    [InlineData("-h")]
    [InlineData("--help")]
    [InlineData("--h=1")]
    [InlineData("--healthz-port=1 -help --junk")]
    public void Help_ends_the_reading(string arguments) => Assert.Equal((DaemonAction.Help, 0), End(arguments));

    [Fact]
    public void A_flag_that_begins_with_h_is_not_help() =>
        Assert.Equal(8990, Read("-healthz-port=8990").Options.HealthzPort);

    [Theory]
    [InlineData("-v5", "\"v5\" is not a flag of provider.")]
    [InlineData("--log-format-json=tRUE", "--log-format-json=\"tRUE\" must be true or false.")]
    [InlineData("--log-format-json=", "--log-format-json=\"\" must be true or false.")]
    [InlineData("--healthz-port=08989", "--healthz-port=\"08989\" must be 0 to 65535.")]
    [InlineData("--healthz-port=65536", "--healthz-port=\"65536\" must be 0 to 65535.")]
    [InlineData("--prometheus-port=65536", "--prometheus-port=\"65536\" must be 0 to 65535.")]
    [InlineData("--token-proxy-url=http://proxy", "--token-proxy-url=\"http://proxy\" must be an https:")]
    [InlineData("--sni-name=a_b!", "--sni-name=\"a_b!\" must be a DNS name")]
    [InlineData("--healthz-port", "--healthz-port needs a value.")]
    [InlineData("---v=1", "\"---v=1\" is not a valid flag.")]
    [InlineData("--=1", "\"--=1\" is not a valid flag.")]
    [InlineData("--healtz-port=1", "\"healtz-port\" is not a flag of provider. Did you mean --healthz-port?")]
    [InlineData("--endpoint=tcp://0.0.0.0:1",
        "--endpoint=\"tcp://0.0.0.0:1\" must be unix:// and a path; tcp:// is not supported")]
    [InlineData("--endpoint=/tmp/azure.sock", "--endpoint=\"/tmp/azure.sock\" must be unix:// and a path")]
    [InlineData("--healthz-timeout=5", "--healthz-timeout=\"5\" must be a duration such as 5s.")]
    [InlineData("--healthz-path=healthz", "--healthz-path=\"healthz\" must be a path that begins with a slash")]
    [InlineData("--healthz-port=-1", "--healthz-port=\"-1\" must be 0 to 65535.")]
    [InlineData("--prometheus-port=-1", "--prometheus-port=\"-1\" must be 0 to 65535.")]
    [InlineData("--healthz-port=", "--healthz-port=\"\" must be 0 to 65535.")]
    [InlineData("--endpoint=", "--endpoint=\"\" must be unix:// and a path")]
    [InlineData("--endpoint=unix://", "--endpoint=\"unix://\" must be unix:// and a path")]
    [InlineData("--endpoint=UNIX:///a", "--endpoint=\"UNIX:///a\" must be unix:// and a path")]
    [InlineData("--healthz-path=//", "--healthz-path=\"//\" must be a path that begins with a slash")]
    [InlineData("--healthz-path=/a/..", "--healthz-path=\"/a/..\" must be a path that begins with a slash")]
    [InlineData("--metrics-backend=", "--metrics-backend=\"\" must be Prometheus.")]
    [InlineData("--metrics-backend=statsd", "--metrics-backend=\"statsd\" must be Prometheus.")]
    [InlineData("--cloud-name=Moon", "--cloud-name=\"Moon\" must be the name of an Azure cloud.")]
    [InlineData("--max-call-recv-msg-size=0", "--max-call-recv-msg-size=\"0\" must be at least 1.")]
    [InlineData("--rotation-cache-ttl=25h", "--rotation-cache-ttl=\"25h\" must be 0 to 24h")]
    [InlineData("--healthz-port=x --healthz-port=1", "--healthz-port=\"x\" must be 0 to 65535.")]
    public void A_wrong_argument_is_named_with_what_it_must_be(string arguments, string problem) =>
        Assert.StartsWith(problem, Assert.Single(Read(arguments.Split(' ')).Problems), StringComparison.Ordinal);

    [Fact]
    public void Every_wrong_value_is_named_at_once() =>
        Assert.Equal(2, Read("--healthz-port=65536", "--cloud-name=Moon").Problems.Length);

    [Theory]
    [InlineData("check", "check")]
    [InlineData("mount", "mount")]
    [InlineData("completion", "completion")]
    [InlineData("chekc", "check")]
    [InlineData("Mount", "mount")]
    [InlineData("completions", "completion")]
    public void A_command_of_the_tool_names_the_tool(string word, string verb) =>
        Assert.Contains($"Run 'provider-tool {verb}' instead.", Assert.Single(Read(word, "class.yaml").Problems),
            StringComparison.Ordinal);

    [Fact]
    public void The_environment_is_read_below_the_flags()
    {
        var environment = NodeEnvironment.Of(name => name switch
        {
            "AZURE_POD_IDENTITY_AUTHORITY_HOST" => "http://127.0.0.1:1",
            "KUBERNETES_SERVICE_PORT" => "6443",
            _ => null,
        });

        Assert.Equal(
            new Uri("http://127.0.0.1:1"), ArgumentReader.Read(["--imds-endpoint="], environment).Options.ImdsEndpoint);
        Assert.Equal(6443, ArgumentReader.Read([], environment).Options.ApiServer.Port);
        Assert.Equal(
            new Uri("http://127.0.0.1:2"),
            ArgumentReader.Read(["--imds-endpoint=http://127.0.0.1:2"], environment).Options.ImdsEndpoint);
    }

    private static (DaemonAction, int) End(string arguments) =>
        (Read(arguments.Split(' ')).Action, Read(arguments.Split(' ')).Problems.Length);

    private static DaemonArguments Read(params string[] arguments) => ArgumentReader.Read(arguments, Empty);
}
