using System.CommandLine;
using System.CommandLine.Invocation;
using Provider;
using Provider.Commands;

#pragma warning disable RS0030 // The process's own streams are taken here and handed on as writers.
await using var log = Console.Error;
var output = Console.Out;
#pragma warning restore RS0030

var command = ProviderCommand.Build(
    (options, ignored, cancellationToken) => Serving.RunAsync(options, ignored, log, cancellationToken));
var parsed = command.Parse(args);
if (parsed.Action is ParseErrorAction wrong)
{
    // The help is longer than a terminal: it would hide what is wrong.
    wrong.ShowHelp = false;
}

var status = await parsed.InvokeAsync(new InvocationConfiguration
{
    Output = output,
    Error = log,
    // Signals are the server's: it drains, which takes longer than a command line's patience.
    ProcessTerminationTimeout = null,
});

if (parsed.Errors.Count > 0)
{
    await log.WriteLineAsync("Run 'provider --help' for usage.");
}

// 1 is a failed start; 2 says that the command line itself was wrong.
return parsed.Errors.Count > 0 ? 2 : status;
