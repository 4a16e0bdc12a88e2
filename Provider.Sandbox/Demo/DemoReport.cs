using System.Globalization;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Processes;

namespace Provider.Sandbox.Demo;

/// <summary>Shows the cost of a mount: calls by service and status, memory, processor time.</summary>
internal static class DemoReport
{
    public static void Write(TextWriter output, CallLog calls, ProviderProcess provider)
    {
        output.WriteLine();
        foreach (var service in calls.All.GroupBy(call => call.Service)
            .OrderBy(group => group.Min(call => call.Number)))
        {
            var responses = service.GroupBy(call => call.Status).OrderByDescending(group => group.Key)
                .Select(group => $"{group.Count()} x {Meaning(service.Key, group.Key)}");
            output.WriteLine($"calls to {service.Key,-6} {service.Count(),3}  ({string.Join(", ", responses)})");
        }

        var (memory, cpu) = (provider.MemoryKib("VmRSS") / 1024, provider.CpuTime().TotalMilliseconds);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"provider         {memory} MiB resident, {cpu:0} ms of processor time since its start"));
    }

    private static string Meaning(string service, int status) => (service, status) switch
    {
        (_, 0) => "no response",
        (Services.Vault, 401) => "401",
        (Services.Nmi, 404) => "404 not assigned yet",
        _ => status.ToString(CultureInfo.InvariantCulture),
    };
}
