using System.CommandLine;
using Provider.Arguments;
using Provider.Arguments.Help;
using Provider.Hosting;
using Provider.Tool.Commands;

namespace Provider.Tests.Commands;

public sealed class HelpTests
{
    public static TheoryData<string, string> Commands => new()
    {
        { DaemonManual.Program, "" },
        { ToolCommand.Program, "" },
        { ToolCommand.Program, "check" },
        { ToolCommand.Program, "mount" },
        { ToolCommand.Program, "completion" },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_shows_every_flag_and_ends_with_examples(string program, string verb)
    {
        var (status, output) =
            await RunAsync(program, [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(0, status);
        Assert.All(
            CliPage.Manuals.Single(manual => manual.Program == program && manual.Name == verb).Flags,
            flag => Assert.Contains($"\n  {flag.Synopsis}\n", output, StringComparison.Ordinal));
        Assert.Contains("\nExit status:\n  0   ", output, StringComparison.Ordinal);
        Assert.Contains("provider", output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_shows_default_range_and_variable_of_a_flag()
    {
        var (_, output) = await RunAsync("provider", "--help");
        var words = string.Join(' ', output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains(
            "--healthz-port NUMBER The TCP port of the health endpoint; 0 for any free one. Format: 0 to 65535. "
            + "Default: 8989.", words, StringComparison.Ordinal);
        Assert.Contains("Default: http://169.254.169.254. Environment: AZURE_POD_IDENTITY_AUTHORITY_HOST.", words,
            StringComparison.Ordinal);
        Assert.Contains("--healthz-timeout DURATION", words, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task No_line_of_a_description_is_wider_than_a_terminal(string program, string verb)
    {
        var (_, output) =
            await RunAsync(program, [.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.All(output.Split('\n')
            .TakeWhile(line => line != "Examples:"), line => Assert.True(line.Length <= 80, line));
    }

    private static async Task<(int Status, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var output = new StringWriter();
        if (program == DaemonManual.Program)
        {
            Assert.Equal(DaemonAction.Help, ArgumentReader.Read(arguments, NodeEnvironment.OfProcess()).Action);
            HelpText.Write(output, DaemonManual.Make(), []);
            return (0, output.ToString());
        }

        var status = await ToolCommand.Build(Stream.Null).Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        return (status, output.ToString());
    }
}
