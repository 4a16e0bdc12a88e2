using System.Diagnostics;
using System.Text.Json;
using Provider.Arguments;
using Provider.Hosting;
using Provider.Telemetry;
using Provider.Tests.EndToEnd;

namespace Provider.Tests.Arguments;

/// <summary>Thousands of argument lists, read here and by Go's own <c>flag</c> package.</summary>
public sealed class GoFlagsTests
{
    private static readonly string[] Names =
    [
        .. DaemonFlags.ByName.Keys.Where(name => !OwnFlags.Contains(name)), "h", "help", "healthz", "junk", "V",
        "logformat",
    ];

    private static readonly string[] Values =
    [
        "", "true", "T", "tRUE", "1", "0", "f", "False", "no", "5", "-1", "+5", "100", "2147483648",
        "9223372036854775808", "8989", "08989",
        "021435", "0x231d", "0X1", "0x", "0o21435", "0b101", "8_989", "8__9", "_8", "8_", "0_7", "0x_1", "1e3", " 5",
        "5s", ".5s", "5.s", "+5s",
        "-5s", "1m30s", "1h1h", "300000h", "9999999h", "2562048h", "1.5h", "500ms", "3us", "3\u00b5s", "3\u03bcs",
        "7ns", "1d", "s", ".s", "5", "0",
        "1.00000000000000000000001s", "0.3ns", "unix:///tmp/a.sock", "unix://tmp/x.sock", "UNIX:///a",
        "tcp://127.0.0.1:1", "unix://", "/", "/a", "/a/", "a",
        "//", "/a/../b", "Prometheus", "PROMETHEUS", "AzurePublicCloud", "azurechinacloud", "Moon", "INFO", "warning",
        "a=1", "a=1,b*=2,", "a=x",
        "a.go:1", "a:1", "a.go:0", "v", "-", "--", "x y",
    ];

    private static string[] OwnFlags =>
    [
        "nmi-endpoint", "imds-endpoint", "cloud-file-directory", "token-audiences", "token-proxy-audiences",
        "rotation-cache-ttl",
        "token-proxy-url", "sni-name", "max-call-recv-msg-size", "max-mounts", "max-reads-per-mount",
        "max-reads-per-vault", "otlp-endpoint", "trace-sample-ratio",
    ];

    [Fact]
    public async Task Arguments_are_read_as_go_reads_them()
    {
        var random = new Random(1);
        var lists = Enumerable.Range(0, 20_000).Select(_ => List(random)).ToArray();

        var judged = await JudgeAsync(lists);

        Assert.Equal(lists.Length, judged.Length);
        Assert.All(lists.Zip(judged), pair => Compare(pair.First, pair.Second));
        // Enough of each kind, or the comparison says nothing.
        Assert.InRange(judged.Count(result => result.Error), 1000, 19_000);
        Assert.InRange(judged.Count(result => !result.Error && result.Rest.Length > 0), 500, 19_000);
    }

    private static string[] List(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(1, 5)).SelectMany(_ =>
        {
            var name = new string('-', random.Next(20) == 0 ? 3 : random.Next(1, 3)) + Names[random.Next(Names.Length)];
            var value = Values[random.Next(Values.Length)];
            return random.Next(8) switch
            {
                0 => (string[])[value],
                1 or 2 => [name],
                3 => [name, value],
                _ => [$"{name}={value}"],
            };
        }),
    ];

    private static void Compare(string[] arguments, Judged go)
    {
        var ours = ArgumentReader.Read(arguments, NodeEnvironment.Of(_ => null));
        var shown = string.Join(' ', arguments);
        if (go.Error)
        {
            Assert.True(ours.Problems.Length > 0, $"Go refuses {shown}");
            return;
        }

        var action = go.Help ? DaemonAction.Help : go.Values["version"] == "true"
            ? DaemonAction.Version
            : DaemonAction.Serve;
        if (action == DaemonAction.Serve && !IsServed(go))
        {
            Assert.True(ours.Problems.Length > 0, $"the Go provider would not serve with {shown}");
            return;
        }

        Assert.True(ours.Problems.Length == 0, $"Go takes {shown}: {string.Join(' ', ours.Problems)}");
        Assert.Equal(action, ours.Action);
        if (action == DaemonAction.Serve)
        {
            Assert.Equal(go.Rest, ours.Unread);
            CompareOptions(go, ours.Options, shown);
        }
    }

    private static void CompareOptions(Judged go, ServeOptions ours, string shown)
    {
        Assert.Equal(
            (go.Numbers["healthz-port"], go.Numbers["prometheus-port"], go.Numbers["v"],
                go.Numbers["healthz-timeout"] / 100, shown),
            (ours.HealthzPort, ours.PrometheusPort, ours.Verbosity, ours.HealthzTimeout.Ticks, shown));
        Assert.Equal(
            (go.Values["construct-pem-chain"], go.Values["log-format-json"],
                go.Values["write-cert-and-key-in-separate-files"], shown),
            (Text(ours.ConstructPemChain), Text(ours.LogFormat == LogFormat.Json), Text(ours.SeparateCertificateAndKey),
                shown));
    }

    // What its main function checks after the flags are parsed, and what the operating system refuses.
    private static bool IsServed(Judged go) =>
        go.Numbers["healthz-port"] is >= 0 and <= 65535 && go.Numbers["prometheus-port"] is >= 0 and <= 65535
        && go.Values["endpoint"] is "unix:///tmp/azure.sock" or "unix:///tmp/a.sock" or "unix://tmp/x.sock"
        && go.Values["healthz-path"] is "/healthz" or "/" or "/a" or "/a/"
        && go.Values["metrics-backend"] is "Prometheus" or "PROMETHEUS"
        && go.Values["cloud-name"] is "" or "AzurePublicCloud" or "azurechinacloud";

    private static string Text(bool isOn) => isOn ? "true" : "false";

    private static async Task<Judged[]> JudgeAsync(string[][] lists)
    {
        using var cache = new TemporaryDirectory();
        var start = new ProcessStartInfo(
            "go", ["run", Path.Combine(Repository.Root, "Provider.Tests", "Arguments", "GoFlags", "main.go")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["GOCACHE"] = Path.Combine(cache.Path, "go");
        start.Environment["GO111MODULE"] = "off";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(Patience.Limit);
            var errors = process.StandardError.ReadToEndAsync(Patience.Limit);
            await JsonSerializer.SerializeAsync(
                process.StandardInput.BaseStream, lists, cancellationToken: Patience.Limit);
            process.StandardInput.Close();
            await process.WaitForExitAsync(Patience.Limit);
            Assert.True(process.ExitCode == 0, await errors);
            return JsonSerializer.Deserialize<Judged[]>(await output)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("go is not installed on this machine; .ci/run installs it");
            throw;
        }
    }

    private sealed record Judged(
        bool Error, bool Help, Dictionary<string, string> Values, Dictionary<string, long> Numbers, string[] Rest);
}
