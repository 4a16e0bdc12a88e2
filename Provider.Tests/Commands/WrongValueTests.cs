using System.CommandLine;
using System.Text.RegularExpressions;
using Provider.Arguments;
using Provider.Hosting;
using Provider.Sandbox;
using Provider.Tool.Commands;

namespace Provider.Tests.Commands;

/// <summary>Wrong values of the options of all three programs.</summary>
public sealed partial class WrongValueTests
{
    private static readonly string[] FreeText =
    [
        // Any text can be a path, a name, or a flag of another program.
        "--name", "--client-secret-file", "--target", "--flag", "--plot", "--provider",
        "--only",
    ];

    public static TheoryData<string> DaemonFlagsWithAFormat =>
        [.. DaemonFlags.All().Where(flag => flag.Type != FlagType.Text || flag.Rule is not null)
            .Select(flag => flag.Shown)];

    public static TheoryData<string, string> Options()
    {
        var data = new TheoryData<string, string>();
        foreach (var root in new[] { Tool(), Sandbox() })
        {
            foreach (var (path, option) in All(root.Command, root.Program))
            {
                data.Add(path, option.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(DaemonFlagsWithAFormat))]
    public void The_daemon_names_the_flag_the_value_and_the_format(string flag)
    {
        // A list may hold any text, but something.
        var isList = flag.EndsWith("-audiences", StringComparison.Ordinal);
        var read = ArgumentReader.Read([flag + (isList ? "=," : "=\u0007")], NodeEnvironment.OfProcess());

        var problem = Assert.Single(read.Problems);
        Assert.StartsWith($"{flag}=\"{(isList ? "," : "\\u0007")}\" must be ", problem, StringComparison.Ordinal);
        Assert.DoesNotMatch(Trace(), problem);
    }

    [Theory]
    [MemberData(nameof(Options))]
    public async Task The_tools_name_the_option_the_value_and_the_format(string command, string option)
    {
        var (status, output) = await RunAsync([.. command.Split(' '), option + "=\u0007"]);

        Assert.Equal(2, status);
        Assert.Contains($"{option}=\"\\u0007\" must be ", output, StringComparison.Ordinal);
        Assert.EndsWith($"Run '{command} --help' for usage.\n", output, StringComparison.Ordinal);
        Assert.DoesNotMatch(Trace(), output);
    }

    [Theory]
    [InlineData("sandbox load --podz 3", "\"--podz\" is not a flag of sandbox load. Did you mean --pods?")]
    [InlineData("sandbox bench start --run 3", "\"--run\" is not a flag of sandbox bench start. Did you mean --runs?")]
    [InlineData("sandbox load extra", "\"extra\" is not expected by sandbox load.")]
    [InlineData("sandbox bench strat", "\"strat\" is not a command of sandbox bench. Did you mean start?")]
    [InlineData("provider-tool chek", "\"chek\" is not a command of provider-tool. Did you mean check?")]
    [InlineData("provider-tool --verson", "\"--verson\" is not a flag of provider-tool. Did you mean --version?")]
    [InlineData("provider-tool check --strickt x", "\"--strickt\" is not a flag of provider-tool check. "
        + "Did you mean --strict?")]
    [InlineData("provider-tool completion tcsh", "SHELL=\"tcsh\" must be bash, zsh or fish.")]
    [InlineData("provider-tool mount x --target=/", "--target=\"/\" must be a directory other than /.")]
    [InlineData("provider-tool mount x --target", "Required argument missing for option: '--target'.")]
    public async Task What_is_not_known_is_named_with_the_nearest_word(string line, string expected)
    {
        var (status, output) = await RunAsync(line.Split(' '));

        Assert.Equal((2, expected), (status, output.Split('\n')[0]));
    }

    private static (RootCommand Command, string Program) Tool() =>
        (ToolCommand.Build(Stream.Null), ToolCommand.Program);

    private static (RootCommand Command, string Program) Sandbox() =>
        ((RootCommand)SandboxCommand.Parse(["--help"], TextWriter.Null, isTerminal: false).RootCommandResult.Command,
            "sandbox");

    private static IEnumerable<(string Path, Option Option)> All(Command command, string path) =>
        command.Options.Where(option => option.Action is null && !FreeText.Contains(option.Name))
            .Select(option => (path, option))
            .Concat(command.Subcommands.SelectMany(verb => All(verb, $"{path} {verb.Name}")));

    private static async Task<(int Status, string Output)> RunAsync(string[] line)
    {
        using var output = new StringWriter();
        var arguments = line[1..];
        var parsed = line[0] == "sandbox"
            ? SandboxCommand.Parse(arguments, output, isTerminal: false)
            : ToolCommand.Build(Stream.Null).Parse(arguments);
        var status = await new CommandLine(line[0]).RunAsync(
            parsed, arguments, new InvocationConfiguration { Output = output, Error = output },
            TestContext.Current.CancellationToken);
        return (status, output.ToString());
    }

    [GeneratedRegex(@"System\.|Exception|   at ")]
    private static partial Regex Trace();
}
