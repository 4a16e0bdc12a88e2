using Provider;
using Provider.Arguments;
using Provider.Arguments.Help;
using Provider.Hosting;
using Provider.Telemetry;

StandardStreams.Open(args);
NativeHeap.Limit();
using var signals = StopSignals.Register();
if (signals is null || !ThreadRoom.IsEnough())
{
    ThreadRoom.ReportMissing();
    return 1;
}

#pragma warning disable RS0030 // The process's own streams are taken here and handed on as writers.
var log = new LogWriter(Console.Error);
var output = Console.Out;
#pragma warning restore RS0030

var status = await RunAsync();
// Not disposed of: standard error may block, and the process must still end.
await log.CompleteAsync(TimeSpan.FromSeconds(2));
return status;

async Task<int> RunAsync()
{
    var arguments = ArgumentReader.Read(args, NodeEnvironment.OfProcess());
    if (arguments.Problems.Length > 0)
    {
        foreach (var problem in arguments.Problems)
        {
            await log.WriteLineAsync(problem);
        }

        await log.WriteLineAsync("Run 'provider --help' for usage.");
        // 1 is a failed start; 2 is a wrong argument, as in the Go provider.
        return 2;
    }

    switch (arguments.Action)
    {
        case DaemonAction.Help:
            HelpText.Write(output, DaemonManual.Make(), []);
            return 0;
        case DaemonAction.Version:
            await output.WriteLineAsync(ProductInfo.Current.ToJson());
            return 0;
        default:
            return await Serving.RunAsync(arguments, log, signals.Token);
    }
}
