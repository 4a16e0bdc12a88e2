using System.Diagnostics;
using System.Net;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>Arguments, to the process itself.</summary>
public sealed class ArgumentTests
{
    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [InlineData("/", "/", HttpStatusCode.OK)]
    [InlineData("/", "/healthz", HttpStatusCode.OK)]
    [InlineData("/healthz/", "/healthz", HttpStatusCode.TemporaryRedirect)]
    [InlineData("/healthz/", "/healthz/", HttpStatusCode.OK)]
    [InlineData("/healthz/", "/healthz/x", HttpStatusCode.OK)]
    [InlineData("/healthz", "/healthz/", HttpStatusCode.NotFound)]
    [InlineData("/healthz", "/HEALTHZ", HttpStatusCode.NotFound)]
    public async Task The_health_path_is_matched_as_in_go(string flag, string path, HttpStatusCode status)
    {
        await using var stage = await Stage.StartWithoutNmiAsync("here", "--healthz-path=" + flag);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        var response = await http.GetAsync($"http://127.0.0.1:{stage.Provider.HealthzPort}{path}", Patience.Limit);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == HttpStatusCode.TemporaryRedirect ? flag : null, response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Words_that_are_not_read_and_flags_without_effect_are_named_and_it_serves()
    {
        await using var stage =
            await Stage.StartWithoutNmiAsync("binary", "-logtostderr=true", "--enable-pprof", "false", "--junk");

        Assert.Contains("ignoring unsupported flags: --logtostderr --enable-pprof", stage.Provider.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "ignoring all arguments from the first one that is not a flag: \"false\" \"--junk\"", stage.Provider.Output,
            StringComparison.Ordinal);
        Assert.Equal("v1alpha1", (await stage.Driver.VersionAsync(Patience.Limit)).Version);
    }

    [Theory]
    [InlineData("check", "Run 'provider-tool check' instead.")]
    [InlineData("completion", "Run 'provider-tool completion' instead.")]
    [InlineData("-v5", "\"v5\" is not a flag of provider.")]
    [InlineData("--endpoint=tcp://127.0.0.1:7777", "tcp:// is not supported")]
    public async Task What_cannot_be_read_ends_in_two_and_is_named(string argument, string message)
    {
        var run = await RunAsync(ProviderProcess.DefaultBinary, argument);

        Assert.Equal((2, ""), (run.Status, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.EndsWith("Run 'provider --help' for usage.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("provider")]
    [InlineData("provider-tool")]
    public async Task Version_is_the_go_providers_json(string program)
    {
        var binary = program == "provider" ? ProviderProcess.DefaultBinary : ProviderProcess.DefaultTool;

        var run = await RunAsync(binary, "--version");

        Assert.Equal(0, run.Status);
        Assert.Matches("""^\{"version":"\d+\.\d+\.\d+[^"]*","buildDate":"[^"]+"\}\n$""", run.Output);
    }

    private static async Task<CommandRun> RunAsync(string binary, params string[] arguments)
    {
        var start =
            new ProcessStartInfo(binary, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        return await LocalMountStage.WaitForExitAsync(process);
    }
}
