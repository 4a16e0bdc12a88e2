using System.CommandLine;
using System.Diagnostics;
using Provider.Commands;
using Provider.Sandbox.Bench;
using Provider.Sandbox.Demo;
using Provider.Sandbox.Fuzzing;
using Provider.Sandbox.Load;

namespace Provider.Tests.Docs;

/// <summary>The commands in the documents: the provider's and the sandbox's are run or parsed, the others' flags are known ones.</summary>
public sealed class CommandBlockTests
{
    private const string Sandbox = "Provider.Sandbox";

    private static readonly Lazy<KnownCommands> Known = new(KnownCommands.Read);

    public static TheoryData<string> Pages => [.. MarkdownPage.Names];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Every_block_is_shell_that_bash_reads(string page)
    {
        foreach (var block in Blocks(page))
        {
            var start = new ProcessStartInfo("bash", "-n") { RedirectStandardInput = true, RedirectStandardError = true };
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
                    "provider" or "artifacts/native/provider" => await ProblemOfProviderAsync(arguments),
                    "dotnet" when AfterSandbox(arguments) is { } own => ProblemOf(SandboxRoot(TextWriter.Null).Parse(own)),
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
            .Where(own => own[0] == MountCommand.Name).DistinctBy(own => string.Join(' ', own)).ToList();
        Assert.NotEmpty(shown);
        foreach (var own in shown)
        {
            using var output = new StringWriter();
            var status = await SandboxRoot(output).Parse([.. own.Select(FromRoot)])
                .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
            Assert.True(status == 0, $"{string.Join(' ', own)}\n{output}");
        }
    }

    [Theory]
    [InlineData("az identity create --nmae x")]
    [InlineData("kubectl aply -f x")]
    [InlineData("unknown-tool")]
    public void A_command_or_flag_that_there_is_not_is_found(string line) =>
        Assert.NotNull(Known.Value.ProblemOf(Assert.Single(ShellCommands.Read(line))));

    [Fact]
    public void Commands_are_found_behind_variables_pipes_and_inside_substitutions() =>
        Assert.Equal(
            ["az account show --query a b", "kubectl get pods", "sort -u", "helm list"],
            ShellCommands.Read("A=1 # no\nID=$(az account show \\\n --query 'a b')\nkubectl get pods | sort -u && B=2 helm list\n")
                .Select(words => string.Join(' ', words)));

    private static IEnumerable<CodeBlock> Blocks(string page) =>
        MarkdownPage.Read(page).Blocks.Where(block => block.Language is "sh" or "bash" or "shell");

    // The sandbox's own words behind "--", with the command that is meant without one.
    private static string[]? AfterSandbox(string[] arguments)
    {
        if (arguments is not ["run", ..] || !arguments.Contains(Sandbox))
        {
            return null;
        }

        string[] own = [.. arguments.SkipWhile(word => word != "--").Skip(1)];
        return own is ["bench" or "load" or "fuzz" or MountCommand.Name, ..] ? own : [MountCommand.Name, .. own];
    }

    private static RootCommand SandboxRoot(TextWriter output) =>
    [
        new MountCommand().Build(output, isTerminal: false), BenchCommand.Build(output), new LoadCommand().Build(output), FuzzCommand.Build(output),
    ];

    private static async Task<string?> ProblemOfProviderAsync(string[] arguments)
    {
        var parsed = ProviderCommand.Build((_, _, _) => Task.FromResult(0), TextReader.Null).Parse([.. arguments.Select(FromRoot)]);
        if (ProblemOf(parsed) is { } problem || arguments is not ["check", .. var files] || !files.All(file => Path.Exists(FromRoot(file))))
        {
            return ProblemOf(parsed);
        }

        using var output = new StringWriter();
        var status = await parsed.InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        return status == 0 ? null : output.ToString();
    }

    private static string? ProblemOf(ParseResult parsed) => parsed.Errors.Count == 0 ? null : string.Join(' ', parsed.Errors.Select(error => error.Message));

    private static string FromRoot(string word) => Path.Combine(Repository.Root, word) is var path && word.Contains('/') && Path.Exists(path) ? path : word;
}
