using Provider.Sandbox.Cloud;

namespace Provider.Sandbox.Storm;

/// <summary>The ways in which a service of the cloud goes wrong, each by the name it has in the table.</summary>
internal static class StormFaults
{
    private const int HugeBody = 10 * 1024 * 1024;

    public static IReadOnlyList<(string Name, Fault Fault)> All { get; } =
    [
        ("redirect", Fault.Redirect(new Uri("https://elsewhere.example/"))),
        ("connection broken", new Fault.Abort()),
        ("no response", new Fault.Hang()),
        ("400", new Fault.Respond(400)),
        ("401", new Fault.Respond(401)),
        ("403", new Fault.Respond(403)),
        ("404", new Fault.Respond(404)),
        ("429, Retry-After 1 s", Fault.Throttled(TimeSpan.FromSeconds(1))),
        ("429, Retry-After 300 s", Fault.Throttled(TimeSpan.FromSeconds(300))),
        ("500", new Fault.Respond(500)),
        ("503", new Fault.Respond(503)),
        ("not JSON", new Fault.Respond(200, "{\"value\":")),
        ("empty body", new Fault.Respond(200)),
        ("10 MiB body", new Fault.Huge(HugeBody)),
        ("body cut short", new Fault.Truncate()),
        ("body stalls", new Fault.Stall()),
        ("body drips", new Fault.Drip(1, TimeSpan.FromMilliseconds(100))),
    ];
}
