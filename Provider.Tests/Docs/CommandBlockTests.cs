using System.CommandLine;
using System.Diagnostics;
using Provider.Arguments;
using Provider.Hosting;
using Provider.Sandbox;
using Provider.Sandbox.Processes;
using Provider.Tool.Commands;
using MountCommand = Provider.Sandbox.Demo.MountCommand;

namespace Provider.Tests.Docs;

/// <summary>
/// The commands in the documents: the provider's and the sandbox's are run or parsed, the others' flags are known ones.
/// </summary>
public sealed class CommandBlockTests
{
    private static readonly Lazy<KnownCommands> Known = new(KnownCommands.Read);

    public static TheoryData<string> Pages => [.. MarkdownPage.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_block_is_shell_that_bash_reads(string page)
    {
        foreach (var block in Blocks(page))
        {
            var start =
                new ProcessStartInfo("bash", "-n") { RedirectStandardInput = true, RedirectStandardError = true };
            using var bash = Process.Start(start)!;
            await bash.StandardInput.WriteAsync(block.Text);
            bash.StandardInput.Close();
            var errors = await bash.StandardError.ReadToEndAsync(Patience.Limit);
            await bash.WaitForExitAsync(Patience.Limit);
            Assert.True(bash.ExitCode == 0, $"{block.Place}: {errors}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_command_is_one_that_there_is(string page)
    {
        foreach (var block in Blocks(page))
        {
            foreach (var words in ShellCommands.Read(block.Text))
            {
                string[] arguments = [.. words.Skip(1)];
                var problem = words[0] switch
                {
                    "provider" or "artifacts/native/provider" => ProblemOfDaemon(arguments),
                    ToolCommand.Program or "artifacts/tool/provider-tool" => await ProblemOfToolAsync(arguments),
                    "dotnet" when AfterSandbox(arguments) is { } own =>
                        ProblemOf(SandboxCommand.Parse([.. own.Select(FromRoot)], TextWriter.Null, isTerminal: false)),
                    _ => Known.Value.ProblemOf(words),
                };
                Assert.True(problem is null, $"{block.Place}: {string.Join(' ', words)}: {problem}");
            }
        }
    }

    [Fact]
    public async Task Every_mount_that_the_documents_show_succeeds()
    {
        var shown = MarkdownPage.Names.SelectMany(Blocks).SelectMany(block => ShellCommands.Read(block.Text))
            .Where(words => words[0] == "dotnet").Select(words => AfterSandbox([.. words.Skip(1)])).OfType<string[]>()
            .DistinctBy(own => string.Join(' ', own));
        var mounts = 0;
        foreach (var own in shown)
        {
            using var output = new StringWriter();
            var parsed = SandboxCommand.Parse([.. own.Select(FromRoot)], output, isTerminal: false);
            if (parsed.CommandResult.Command.Name == MountCommand.Name)
            {
                var status = await parsed.InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
                Assert.True(status == 0, $"{string.Join(' ', own)}\n{output}");
                mounts++;
            }
        }

        Assert.NotEqual(0, mounts);
    }

    [Theory]
    [InlineData("az identity create --nmae x")]
    [InlineData("kubectl aply -f x")]
    [InlineData("unknown-tool")]
    public void A_command_or_flag_that_there_is_not_is_found(string line) =>
        Assert.NotNull(Known.Value.ProblemOf(Assert.Single(ShellCommands.Read(line))));

    [Fact]
    public async Task The_flags_that_kubectl_is_said_to_have_are_its_own()
    {
        foreach (var (command, flags) in Known.Value.Of("kubectl"))
        {
            var help = await OutputAsync("kubectl", [.. command.Split(' ').Skip(1), "--help"])
                + await OutputAsync("kubectl", ["options"]);
            Assert.All(flags, flag => Assert.Matches($@"(?<![\w-]){flag}[=,]", help));
        }
    }

    [Fact]
    public void Commands_are_found_behind_variables_pipes_and_inside_substitutions() =>
        Assert.Equal(
            ["az account show --query a b", "kubectl get pods", "sort -u", "helm list"],
            ShellCommands.Read(
                "A=1 # no\nID=$(az account show \\\n --query 'a b')\nkubectl get pods | sort -u && B=2 helm list\n")
                .Select(words => string.Join(' ', words)));

    private static async Task<string> OutputAsync(string tool, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(Patience.Limit);
            await process.WaitForExitAsync(Patience.Limit);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{tool} is not installed on this machine");
            throw;
        }
    }

    private static IEnumerable<CodeBlock> Blocks(string page) =>
        MarkdownPage.Read(page).Blocks.Where(block => block.Language is "sh" or "bash" or "shell");

    // The words behind "--" of a command that runs the sandbox; none for another.
    private static string[]? AfterSandbox(string[] arguments) =>
        arguments is ["run", ..] && arguments.Contains("Provider.Sandbox")
            ? [.. arguments.SkipWhile(word => word != "--").Skip(1)]
            : null;

    private static string? ProblemOfDaemon(string[] arguments)
    {
        var read = ArgumentReader.Read(arguments, NodeEnvironment.OfProcess());
        return read.Problems.Concat(read.Unread).FirstOrDefault();
    }

    private static async Task<string?> ProblemOfToolAsync(string[] arguments)
    {
        var parsed = ToolCommand.Build(Stream.Null).Parse([.. arguments.Select(FromRoot)]);
        if (ProblemOf(parsed) is { } problem || arguments is not ["check", .. var files]
            || !files.All(file => Path.Exists(FromRoot(file))))
        {
            return ProblemOf(parsed);
        }

        using var output = new StringWriter();
        var status = await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        return status == 0 ? null : output.ToString();
    }

    private static string? ProblemOf(ParseResult parsed) =>
        parsed.Errors.Count == 0 ? null : string.Join(' ', parsed.Errors.Select(error => error.Message));

    // The pages' working directory is the repository's root; the native binary may not be built, and stands for any.
    private static string FromRoot(string word) =>
        word == "artifacts/native/provider" ? ProviderProcess.DefaultBinary
        : word.Contains('/') && Path.Combine(Repository.Root, word) is var path && Path.Exists(path) ? path
        : word;
}
