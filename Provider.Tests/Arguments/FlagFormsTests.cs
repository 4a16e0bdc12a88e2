using Provider.Arguments;
using Provider.Hosting;

namespace Provider.Tests.Arguments;

/// <summary>Every flag in every form that Go's <c>flag</c> takes and refuses.</summary>
public sealed class FlagFormsTests
{
    /// <summary>A value of each flag that takes one, and another that must not win over a later one.</summary>
    private static readonly Dictionary<string, (string Value, string Other)> Samples = new()
    {
        ["cloud-file-directory"] = ("/etc/clouds", "/etc/other"),
        ["cloud-name"] = ("AzureChinaCloud", "AzureGermanCloud"),
        ["custom-user-agent"] = ("mine/1.0", "other/1.0"),
        ["endpoint"] = ("unix:///run/a.sock", "unix:///run/b.sock"),
        ["healthz-path"] = ("/health", "/other"),
        ["healthz-port"] = ("8990", "0x10"),
        ["healthz-timeout"] = ("1m", ".5s"),
        ["imds-endpoint"] = ("http://127.0.0.1:1", "http://127.0.0.1:2"),
        ["log_backtrace_at"] = ("a.go:1", "b.go:2"),
        ["log_dir"] = ("/logs", "/other"),
        ["log_file"] = ("/log", "/other"),
        ["log_file_max_size"] = ("0x10", "1"),
        ["max-call-recv-msg-size"] = ("1000", "2000"),
        ["max-mounts"] = ("8", "9"),
        ["max-reads-per-mount"] = ("8", "9"),
        ["max-reads-per-vault"] = ("8", "9"),
        ["metrics-backend"] = ("prometheus", "PROMETHEUS"),
        ["nmi-endpoint"] = ("http://127.0.0.1:1", "http://127.0.0.1:2"),
        ["otlp-endpoint"] = ("http://127.0.0.1:1", "http://127.0.0.1:2"),
        ["pprof-port"] = ("6061", "6062"),
        ["prometheus-port"] = ("8899", "0b1"),
        ["rotation-cache-ttl"] = ("0", "1m"),
        ["sni-name"] = ("proxy.local", "other.local"),
        ["stderrthreshold"] = ("WARNING", "2"),
        ["token-audiences"] = ("a,b", "c"),
        ["token-proxy-audiences"] = ("a,b", "c"),
        ["token-proxy-url"] = ("https://127.0.0.1:1/x", "https://127.0.0.1:2"),
        ["trace-sample-ratio"] = ("0.5", "1"),
        ["v"] = ("2", "-3"),
        ["vmodule"] = ("a=1,b*=2", "a=1"),
    };

    public static TheoryData<string> WithValue =>
        [.. DaemonFlags.ByName.Values.Where(flag => flag.Type != FlagType.Boolean).Select(flag => flag.Name)];

    public static TheoryData<string> Switches =>
        [.. DaemonFlags.ByName.Values.Where(flag => flag.Type == FlagType.Boolean).Select(flag => flag.Name)];

    [Theory]
    [MemberData(nameof(WithValue))]
    public void A_value_comes_after_an_equals_sign_or_as_the_next_word_with_one_hyphen_or_two(string name)
    {
        var (value, other) = Samples[name];
        var flag = DaemonFlags.ByName[name];
        var expected = flag.Set(Read().Options, value);
        string[][] forms =
        [
            [$"-{name}={value}"], [$"--{name}={value}"], [$"-{name}", value], [$"--{name}", value],
            [$"--{name}={other}", $"-{name}={value}"],
            [$"-{name}", other, $"--{name}", value],
        ];

        Assert.All(forms, form =>
        {
            var read = Read([.. form, "--healthz-port=1"]);
            Assert.Empty(read.Problems);
            Assert.Empty(read.Unread);
            Assert.Equal(
                name == "healthz-port"
                    ? Read().Options with { HealthzPort = 1 }
                    : expected! with { HealthzPort = 1 }, read.Options);
            Assert.Equal(flag.IsIgnored, read.Ignored.Contains(flag.Shown));
        });
    }

    [Theory]
    [MemberData(nameof(WithValue))]
    public void A_value_that_is_missing_is_refused(string name) =>
        Assert.Equal(
            $"{DaemonFlags.ByName[name].Shown} needs a value.",
            Assert.Single(Read("--log-format-json", "-" + name).Problems));

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_switch_takes_gos_twelve_booleans_after_an_equals_sign_only(string name)
    {
        var flag = DaemonFlags.ByName[name];
        foreach (var isOn in new[] { true, false })
        {
            var expected = flag.Set(Read().Options, isOn ? "true" : "false");
            string[] values = isOn
                ? ["1", "t", "T", "TRUE", "true", "True"]
                : ["0", "f", "F", "FALSE", "false", "False"];
            Assert.All(values.SelectMany(value => new[] { $"-{name}={value}", $"--{name}={value}" }), argument =>
            {
                Assert.Empty(Read(argument).Problems);
                Assert.Equal(expected, Read(argument).Options);
            });
        }

        Assert.Equal(flag.Set(Read().Options, "true"), Read("-" + name).Options);
        Assert.Equal(flag.Set(Read().Options, "false"), Read("--" + name, $"-{name}=false").Options);
        Assert.Equal(["false", "--v=1"], Read("--" + name, "false", "--v=1").Unread);
        Assert.All(
            new[] { "", "tRUE", "yes", "2", " true" }, value => Assert.Single(Read($"--{name}={value}").Problems));
    }

    [Fact]
    public void Every_flag_is_in_the_table() =>
        Assert.Equal(
            DaemonFlags.ByName.Values.Where(flag => flag.Type != FlagType.Boolean).Select(flag => flag.Name),
            Samples.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_default_in_the_help_is_the_value_that_holds_without_the_flag()
    {
        // Others describe their default in words.
        var shown = DaemonFlags.All()
            .Where(flag => flag is { Default: not null and not "none", IsIgnored: false }
                && Samples.ContainsKey(flag.Name) && !flag.Default.Contains(' ', StringComparison.Ordinal))
            .Select(flag => $"--{flag.Name}={flag.Default}").ToList();

        Assert.NotEmpty(shown);
        Assert.All(shown, flag => Assert.Equal(Read().Options, Read(flag).Options));
    }

    private static DaemonArguments Read(params string[] arguments) =>
        ArgumentReader.Read(arguments, NodeEnvironment.Of(_ => null));
}
