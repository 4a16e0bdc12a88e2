using Microsoft.Extensions.Time.Testing;
using Provider.Model;
using Provider.Mounting;
using Provider.Telemetry;

namespace Provider.Tests.Mounting;

public sealed class MountWatchTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly StringWriter output = new();
    private readonly LineLoggerProvider lines;

    public MountWatchTests() => lines = new LineLoggerProvider(output, LogFormat.Text, time);

    private string[] Written => output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        lines.Dispose();
        output.Dispose();
    }

    [Fact]
    public void A_mount_that_takes_long_names_once_what_it_waits_for()
    {
        using var watch = Watch();
        watch.Origin = new MountOrigin(new PodReference("shop", "app-0", "uid", "app"), "class", "hash");
        watch.WaitsFor(MountWait.Token);
        watch.WaitsFor(MountWait.Vault);

        time.Advance(MountWatch.LoggedAfter - TimeSpan.FromMilliseconds(1));
        Assert.Empty(Written);
        time.Advance(TimeSpan.FromMinutes(2));

        var line = Assert.Single(Written);
        Assert.Contains("mount is waiting", line, StringComparison.Ordinal);
        Assert.Contains("shop/app-0", line, StringComparison.Ordinal);
        Assert.Contains($"waitsFor=\"{MountWait.Vault}\"", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mount_whose_request_is_not_read_yet_waits_for_that()
    {
        using var watch = Watch();
        time.Advance(MountWatch.LoggedAfter);

        Assert.Contains($"waitsFor=\"{MountWait.Plan}\"", Assert.Single(Written), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mount_that_has_ended_is_not_logged()
    {
        Watch().Dispose();
        time.Advance(TimeSpan.FromMinutes(2));

        Assert.Empty(Written);
    }

    private MountWatch Watch() => new(time, lines.CreateLogger("Provider.Mounting.MountService"));
}
