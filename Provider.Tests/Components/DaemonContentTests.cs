using System.Text;
using Provider.Sandbox.Processes;

namespace Provider.Tests.Components;

/// <summary>What the daemon's program holds: of the tool and its libraries, nothing.</summary>
public sealed class DaemonContentTests
{
    [Fact]
    public void Nothing_of_the_tool_is_in_the_daemon()
    {
        var program = Encoding.Latin1.GetString(File.ReadAllBytes(Daemon));

        Assert.Contains("MountService", program, StringComparison.Ordinal);
        Assert.All(
            ToolTypes.Append("System.CommandLine").Append("AzureCliCredential").Append("Microsoft.Identity.Client"),
            name => Assert.DoesNotContain(name, program, StringComparison.Ordinal));
    }

    // A short name may be a part of any other word; a name that the daemon has too does not show whose it is.
    private static IEnumerable<string> ToolTypes =>
        Types("Provider.Tool").Where(name => name.Length > 12).Except(Types("Provider"));

    private static IEnumerable<string> Types(string program) =>
        Directory.GetFiles(Path.Combine(Repository.Root, program), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => new SourceFile(File.ReadAllText(file)).Types);

    // The native binary holds everything; else the program is the library beside its starter.
    private static string Daemon =>
        File.Exists(ProviderProcess.DefaultBinary + ".dll")
            ? ProviderProcess.DefaultBinary + ".dll"
            : ProviderProcess.DefaultBinary;
}
