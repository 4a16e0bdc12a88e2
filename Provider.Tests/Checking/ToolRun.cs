using System.CommandLine;
using System.Text;
using Provider.Tool.Commands;

namespace Provider.Tests.Checking;

/// <summary>Runs the tool's command line in this process.</summary>
internal static class ToolRun
{
    public static Task<(int Status, string Output)> RunAsync(string input, params string[] arguments) =>
        RunAsync(Encoding.UTF8.GetBytes(input), arguments);

    public static async Task<(int Status, string Output)> RunAsync(byte[] input, params string[] arguments)
    {
        using var output = new StringWriter();
        using var reader = new MemoryStream(input);
        var status = await new CommandLine(ToolCommand.Program).RunAsync(
            ToolCommand.Build(reader).Parse(arguments), arguments,
            new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return (status, output.ToString());
    }
}
