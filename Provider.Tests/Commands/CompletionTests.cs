using System.CommandLine;
using System.Diagnostics;
using Provider.Commands;
using Provider.Tests.EndToEnd;

namespace Provider.Tests.Commands;

/// <summary>The completion scripts, in the shells themselves.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("provider mo", "mount")]
    [InlineData("provider ", "serve check mount completion")]
    [InlineData("provider mount --cred", "--credential")]
    [InlineData("provider mount --credential a", "azure-cli")]
    [InlineData("provider mount --credential = w", "workload-identity")]
    [InlineData("provider mount --credential =", "azure-cli class managed-identity service-principal workload-identity")]
    [InlineData("provider --healthz-p", "--healthz-port --healthz-path")]
    [InlineData("provider serve --cloud-name AzureU", "AzureUSGovernmentCloud")]
    [InlineData("provider completion z", "zsh")]
    [InlineData("provider mount --name x", "")]
    [InlineData("provider check --target", "")]
    [InlineData("provider mount class", "class file.yaml")]
    [InlineData("provider mount class.yaml --target se", "secrets")]
    public async Task Bash_completes(string typed, string expected)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "class file.yaml"), "", Patience.Limit);
        Directory.CreateDirectory(Path.Combine(directory.Path, "secrets"));
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "script"), await ScriptAsync("bash"), Patience.Limit);

        var output = await RunAsync(
            directory.Path, "bash", "-c",
            """source ./script; IFS=' ' read -ra COMP_WORDS <<< "$1"; [[ $1 == *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); $(complete -p provider | sed 's/.*-F \([^ ]*\).*/\1/'); printf '%s\n' "${COMPREPLY[@]}" """,
            "bash", typed);

        Assert.Equal(expected, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("provider mount --credential a", "azure-cli")]
    [InlineData("provider mo", "mount")]
    [InlineData("provider mount --cred", "--credential")]
    [InlineData("provider completion z", "zsh")]
    public async Task Fish_completes(string typed, string expected)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "script"), await ScriptAsync("fish"), Patience.Limit);

        var output = await RunAsync(directory.Path, "fish", "--no-config", "-c", "source ./script; complete -C \"$argv[1]\"", typed);

        Assert.Equal([expected], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task Zsh_reads_its_script()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "script"), await ScriptAsync("zsh"), Patience.Limit);

        var output = await RunAsync(directory.Path, "zsh", "-f", "-c", "zsh -n ./script && compdef() { print -r -- \"$@\" } && source ./script");

        Assert.Equal("_provider provider", output.Trim());
    }

    private static async Task<string> ScriptAsync(string shell)
    {
        using var output = new StringWriter();
        var status = await ProviderCommand.Build((_, _, _) => throw new InvalidOperationException("served"), TextReader.Null)
            .Parse(["completion", shell]).InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        Assert.Equal(0, status);
        return output.ToString();
    }

    private static async Task<string> RunAsync(string directory, string shell, params string[] arguments)
    {
        var start = new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        start.Environment["HOME"] = directory;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(Patience.Limit);
            var error = await process.StandardError.ReadToEndAsync(Patience.Limit);
            await process.WaitForExitAsync(Patience.Limit);
            Assert.Equal("", error);
            return await output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{shell} is not installed on this machine");
            throw;
        }
    }
}
