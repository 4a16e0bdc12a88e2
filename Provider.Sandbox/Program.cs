using System.CommandLine;
using Provider.Sandbox;
using Provider.Tool.Commands;

#pragma warning disable RS0030 // The process's own stream is taken here and handed on as a writer.
var output = Console.Out;
var isTerminal = !Console.IsOutputRedirected;
#pragma warning restore RS0030

return await new CommandLine("sandbox").RunAsync(
    SandboxCommand.Parse(args, output, isTerminal), args, new InvocationConfiguration());
