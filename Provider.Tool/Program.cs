using System.CommandLine;
using System.CommandLine.Invocation;
using Provider.Http;
using Provider.Tool;
using Provider.Tool.Commands;

#pragma warning disable RS0030 // The process's own streams are taken here and handed on as writers.
var output = Console.Out;
var errors = Console.Error;
var input = Console.In;
var isTerminal = !Console.IsErrorRedirected;
#pragma warning restore RS0030

var parsed = ToolCommand.Build(input, new LocalMount(Transports.FromEnvironment, TimeProvider.System), isTerminal)
    .Parse(args);
if (parsed.Action is ParseErrorAction wrong)
{
    // The help is longer than a terminal: it would hide what is wrong.
    wrong.ShowHelp = false;
}

var status = await parsed.InvokeAsync(
    new InvocationConfiguration { Output = output, Error = errors, ProcessTerminationTimeout = null });
if (parsed.Errors.Count == 0)
{
    return status;
}

var command = parsed.CommandResult.Command is RootCommand ? "" : " " + parsed.CommandResult.Command.Name;
await errors.WriteLineAsync($"Run '{ToolCommand.Program}{command} --help' for usage.");
// 1 is for what a command found; 2 says that the command line itself was wrong.
return 2;
