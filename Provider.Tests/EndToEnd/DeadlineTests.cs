using Grpc.Core;
using Microsoft.Extensions.Time.Testing;
using Provider.Mounting;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Driver;

namespace Provider.Tests.EndToEnd;

/// <summary>Whatever hangs, a mount ends in a status of ours before its caller gives up.</summary>
public sealed class DeadlineTests
{
    private const string OneSecret = "array:\n  - |\n    objectName: one\n    objectType: secret\n";
    private const int MoreThanAnyMountOpens = 50;

    public static TheoryData<string, string> Hangs => new()
    {
        { "the proxy's response", "vault-" },
        { "the handshake", "vault-" },
        { "the vault's headers", "vault-timeout" },
        { "the vault's body", "vault-timeout" },
        { "the vault's body, byte by byte", "vault-timeout" },
        { "NMI's headers", "nmi-timeout" },
        { "NMI's body", "nmi-timeout" },
    };

    [Theory]
    [MemberData(nameof(Hangs))]
    public async Task A_mount_ends_before_its_caller_gives_up(string what, string code)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var stage = await Stage.StartHereAsync(time);
        stage.Vault.SetSecret("one", "1");
        Hang(stage.Cloud, what);

        var failing = stage.FailAsync(stage.Request(OneSecret));
        await HangsAsync(stage.Cloud, what);
        time.Advance(MountDeadline.Longest);

        var status = await failing;
        Assert.Equal(StatusCode.FailedPrecondition, status.StatusCode);
        Assert.StartsWith(code, status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deadline_that_the_caller_sends_is_kept_too()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        Hang(stage.Cloud, "NMI's headers");

        // The caller's own deadline would end in DeadlineExceeded, which kubelet does not take as final.
        var status = await stage.FailAsync(stage.Request(OneSecret), TimeSpan.FromSeconds(2));

        Assert.StartsWith("nmi-timeout", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_hung_is_not_used_for_the_next_mount()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var stage = await Stage.StartHereAsync(time);
        stage.Vault.SetSecret("one", "1");
        Hang(stage.Cloud, "the handshake", connections: 1);
        var failing = stage.FailAsync(stage.Request(OneSecret));
        await HangsAsync(stage.Cloud, "the handshake");
        time.Advance(MountDeadline.Longest);
        await failing;

        // The caller's clock has not gone on as the provider's has.
        var volume = await stage.Driver.MountAsync(
            stage.Request(OneSecret), MountDeadline.Longest + FakeDriver.KubeletDeadline, Patience.Limit);

        Assert.Equal("1", volume.Files["one"].Text);
    }

    [Fact]
    public async Task A_connection_that_was_forgotten_on_the_way_is_given_up_and_the_mount_goes_on_over_another()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        await stage.MountAsync(OneSecret);
        stage.Cloud.Edge.Forget();
        stage.Vault.SetSecret("one", "2");

        var volume = await stage.MountAsync(OneSecret);

        Assert.Equal("2", volume.Files["one"].Text);
        Assert.Equal(2, stage.Cloud.Connections);
    }

    private static void Hang(SandboxCloud cloud, string what, int connections = MoreThanAnyMountOpens)
    {
        switch (what)
        {
            case "the proxy's response":
                cloud.Edge.Break([.. Enumerable.Repeat(new ConnectionFault.Hang(), connections)]);
                break;
            case "the handshake":
                cloud.Edge.Break([.. Enumerable.Repeat(new ConnectionFault.Silence(), connections)]);
                break;
            default:
                cloud.Faults.Add(Service(what), what switch
                {
                    _ when what.EndsWith("headers", StringComparison.Ordinal) => new Fault.Hang(),
                    _ when what.EndsWith("body", StringComparison.Ordinal) => new Fault.Stall(),
                    _ => new Fault.Drip(1, TimeSpan.FromMilliseconds(300)),
                });
                break;
        }
    }

    private static Task HangsAsync(SandboxCloud cloud, string what) =>
        what is "the proxy's response" or "the handshake"
            ? cloud.Edge.WaitForConnectionsAsync(1, Patience.Limit)
            : cloud.Calls.WaitForAsync(call => call.Service == Service(what), 1, Patience.Limit);

    private static string Service(string what) =>
        what.StartsWith("NMI", StringComparison.Ordinal) ? Services.Nmi : Services.Vault;
}
