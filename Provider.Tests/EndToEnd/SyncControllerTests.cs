using System.Collections.Immutable;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>The sync controller sends one path, one pod and no class's name with every class.</summary>
public sealed class SyncControllerTests
{
    private static readonly string One = ValidRequest.Entries("objectName: one\nobjectType: secret");
    private static readonly string OneAndTwo =
        ValidRequest.Entries("objectName: one\nobjectType: secret", "objectName: two\nobjectType: secret");

    [Fact]
    public async Task The_first_mount_of_another_class_reads_the_vault_and_a_repeat_does_not()
    {
        await using var stage = await Stage.StartAsync("here", "--rotation-cache-ttl=30s");
        stage.Vault.SetSecret("one", "1");
        stage.Vault.SetSecret("two", "2");
        await SyncAsync(stage, "a", One);
        stage.Vault.SetSecret("one", "new");

        Assert.Equal("new", (await SyncAsync(stage, "b", OneAndTwo))["one"]);

        stage.Cloud.Calls.Clear();
        Assert.Equal("new", (await SyncAsync(stage, "a", One))["one"]);
        Assert.Equal("new", (await SyncAsync(stage, "b", OneAndTwo))["one"]);
        Assert.Empty(stage.Cloud.Calls.All);
    }

    [Fact]
    public async Task An_edited_class_reads_the_vault()
    {
        await using var stage = await Stage.StartAsync("here", "--rotation-cache-ttl=30s");
        stage.Vault.SetSecret("one", "1");
        await SyncAsync(stage, "a", One);
        stage.Vault.SetSecret("one", "new");

        Assert.Equal("new", (await SyncAsync(stage, "a", One + "\n# edited"))["one"]);
    }

    [Fact]
    public async Task A_driver_that_mounts_an_edited_class_reads_the_vault()
    {
        await using var stage = await Stage.StartAsync("here", "--rotation-cache-ttl=30s");
        stage.Vault.SetSecret("one", "1");
        await stage.MountAsync(One);
        stage.Vault.SetSecret("one", "new");

        Assert.Equal("1", (await stage.MountAsync(One)).Files["one"].Text);
        Assert.Equal("new", (await stage.MountAsync(One + "\n# edited")).Files["one"].Text);
    }

    private static Task<ImmutableDictionary<string, string>> SyncAsync(Stage stage, string name, string objects)
    {
        var controller = new SyncController(
            stage.Driver, new Pod("shop", "app-0", "uid-9", "sync", [], [], null), TimeProvider.System);
        var parameters = ImmutableDictionary<string, string>.Empty
            .Add("usePodIdentity", "true").Add("keyvaultName", "demo").Add("objects", objects);
        return controller.SyncAsync(new SecretProviderClass("shop", name, parameters), null, Patience.Limit);
    }
}
