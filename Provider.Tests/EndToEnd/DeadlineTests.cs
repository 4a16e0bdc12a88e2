using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Driver;

namespace Provider.Tests.EndToEnd;

/// <summary>Whatever hangs, a mount ends in a status of ours before its caller gives up.</summary>
public sealed class DeadlineTests
{
    private const string OneSecret = "array:\n  - |\n    objectName: one\n    objectType: secret\n";
    private const int MoreThanAnyMountOpens = 50;

    public static TheoryData<string, string, string> Hangs => new()
    {
        { "binary", "the proxy's response", "vault-" },
        { "binary", "the handshake", "vault-" },
        { "binary", "the vault's headers", "vault-timeout" },
        { "binary", "the vault's body", "vault-timeout" },
        { "binary", "the vault's body, byte by byte", "vault-timeout" },
        { "binary", "NMI's headers", "nmi-timeout" },
        { "binary", "NMI's body", "nmi-timeout" },
    };

    [Theory]
    [MemberData(nameof(Hangs))]
    public async Task A_mount_ends_before_its_caller_gives_up(string kind, string what, string code)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("one", "1");
        Hang(stage.Cloud, what);

        var error = await Assert.ThrowsAsync<RpcException>(
            () => stage.Driver.MountAsync(stage.Request(OneSecret), TimeSpan.FromSeconds(4), Patience.Limit));

        // The caller's own deadline would say DeadlineExceeded, which kubelet does not take as final.
        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.StartsWith(code, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_hung_is_not_used_for_the_next_mount()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Edge.Break(new ConnectionFault.Silence());
        await Assert.ThrowsAsync<RpcException>(
            () => stage.Driver.MountAsync(stage.Request(OneSecret), TimeSpan.FromSeconds(3), Patience.Limit));

        var volume =
            await stage.Driver.MountAsync(stage.Request(OneSecret), FakeDriver.KubeletDeadline, Patience.Limit);

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

    private static void Hang(SandboxCloud cloud, string what)
    {
        switch (what)
        {
            case "the proxy's response":
                cloud.Edge.Break([.. Enumerable.Repeat(new ConnectionFault.Hang(), MoreThanAnyMountOpens)]);
                break;
            case "the handshake":
                cloud.Edge.Break([.. Enumerable.Repeat(new ConnectionFault.Silence(), MoreThanAnyMountOpens)]);
                break;
            default:
                var service = what.StartsWith("NMI", StringComparison.Ordinal) ? Services.Nmi : Services.Vault;
                cloud.Faults.Add(service, what switch
                {
                    _ when what.EndsWith("headers", StringComparison.Ordinal) => new Fault.Hang(),
                    _ when what.EndsWith("body", StringComparison.Ordinal) => new Fault.Stall(),
                    _ => new Fault.Drip(1, TimeSpan.FromMilliseconds(300)),
                });
                break;
        }
    }
}
