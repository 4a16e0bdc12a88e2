using System.CommandLine;
using Provider;
using Provider.Commands;

#pragma warning disable RS0030 // The process's own streams are taken here and handed on as writers.
await using var log = Console.Error;
var output = Console.Out;
#pragma warning restore RS0030

var command = ProviderCommand.Build((options, ignored, cancellationToken) => Serving.RunAsync(options, ignored, log, cancellationToken));
return await command.Parse(args).InvokeAsync(new InvocationConfiguration
{
    Output = output,
    Error = log,
    // Signals are the server's: it drains, which takes longer than a command line's patience.
    ProcessTerminationTimeout = null,
});
