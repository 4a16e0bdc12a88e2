using System.CommandLine;
using System.Diagnostics;
using Provider.Tests.EndToEnd;
using Provider.Tool.Commands;

namespace Provider.Tests.Commands;

/// <summary>The completion scripts, in the shells themselves.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("provider-tool mo", "mount")]
    [InlineData("provider-tool ", "check mount completion")]
    [InlineData("provider-tool mount --cred", "--credential")]
    [InlineData("provider-tool mount --credential a", "azure-cli")]
    [InlineData("provider-tool mount --credential = w", "workload-identity")]
    [InlineData("provider-tool mount --credential =",
        "azure-cli class managed-identity service-principal workload-identity")]
    [InlineData("provider-tool --v", "--version")]
    [InlineData("provider-tool mount --cloud-name AzureU", "AzureUSGovernmentCloud")]
    [InlineData("provider-tool completion z", "zsh")]
    [InlineData("provider-tool mount --name x", "")]
    [InlineData("provider-tool check --target", "")]
    [InlineData("provider-tool mount class", "class file.yaml")]
    [InlineData("provider-tool mount class.yaml --target se", "secrets")]
    public async Task Bash_completes(string typed, string expected)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "class file.yaml"), "", Patience.Limit);
        Directory.CreateDirectory(Path.Combine(directory.Path, "secrets"));
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "script"), await ScriptAsync("bash"), Patience.Limit);

        var output = await RunAsync(
            directory.Path, "bash", "-c",
            """source ./script; IFS=' ' read -ra COMP_WORDS <<< "$1"; [[ $1 == *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); $(complete -p provider-tool | sed 's/.*-F \([^ ]*\).*/\1/'); printf '%s\n' "${COMPREPLY[@]}" """,
            "bash", typed);

        Assert.Equal(expected, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("provider-tool mount --credential a", "azure-cli")]
    [InlineData("provider-tool mo", "mount")]
    [InlineData("provider-tool mount --cred", "--credential")]
    [InlineData("provider-tool completion z", "zsh")]
    public async Task Fish_completes(string typed, string expected)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "script"), await ScriptAsync("fish"), Patience.Limit);

        var output = await RunAsync(
            directory.Path, "fish", "--no-config", "-c", "source ./script; complete -C \"$argv[1]\"", typed);

        Assert.Equal([expected], output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task Zsh_reads_its_script()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "script"), await ScriptAsync("zsh"), Patience.Limit);

        var output =
            await RunAsync(directory.Path, "zsh", "-f", "-c",
                "zsh -n ./script && compdef() { print -r -- \"$@\" } && source ./script");

        Assert.Equal("_provider_tool provider-tool", output.Trim());
    }

    private static async Task<string> ScriptAsync(string shell)
    {
        using var output = new StringWriter();
        var status = await ToolCommand.Build(Stream.Null)
            .Parse(["completion", shell])
            .InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        Assert.Equal(0, status);
        return output.ToString();
    }

    private static async Task<string> RunAsync(string directory, string shell, params string[] arguments)
    {
        var start =
            new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true, RedirectStandardError = true,
                WorkingDirectory = directory };
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
