using System.CommandLine;
using Provider.Http;
using Provider.Tool;
using Provider.Tool.Commands;

#pragma warning disable RS0030 // The process's own streams are taken here and handed on.
var output = Console.Out;
var errors = Console.Error;
var input = Console.OpenStandardInput();
var isTerminal = !Console.IsErrorRedirected;
#pragma warning restore RS0030

var parsed = ToolCommand.Build(input, new LocalMount(Transports.FromEnvironment, TimeProvider.System), isTerminal)
    .Parse(args);
return await new CommandLine(ToolCommand.Program).RunAsync(
    parsed, args,
    new InvocationConfiguration { Output = output, Error = errors, ProcessTerminationTimeout = null });
