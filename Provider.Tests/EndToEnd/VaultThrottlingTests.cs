using System.Collections.Immutable;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Workload;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>A vault that throttles, or cannot check tokens, over a real socket, HTTP and TLS.</summary>
public sealed class VaultThrottlingTests : IDisposable
{
    private static readonly string OneSecret = ValidRequest.Entries("objectName: one\nobjectType: secret");
    private static readonly string[] Objects = [.. Enumerable.Range(0, 10).Select(index => $"secret/object-{index}")];

    private readonly DirectoryInfo volumes = Directory.CreateTempSubdirectory("volumes-");

    public void Dispose() => volumes.Delete(recursive: true);

    [Fact]
    public async Task A_429_without_a_wait_closes_the_gate_for_all_mounts_and_none_of_them_fails()
    {
        await using var stage = await Stage.StartAsync("here");
        foreach (var name in Objects)
        {
            stage.Vault.SetSecret(name.Split('/')[1], name);
        }

        var until = TimeProvider.System.GetUtcNow().AddSeconds(8);
        stage.Cloud.Faults.Add(
            call => call.Service == Services.Vault && TimeProvider.System.GetUtcNow() < until, Throttled());
        var pods = new WorkloadPods(stage.Cloud, volumes.FullName, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number => stage.Driver.MountAsync(
            pods.Request(
                pods.Make(AccessKind.PodIdentity, WorkloadPods.Name(number), WorkloadPods.NewIdentity(), "demo"),
                "demo", Objects),
            FakeDriver.KubeletDeadline, Patience.Limit)));

        Assert.InRange(stage.Cloud.Calls.All.Count(call => call is { Service: Services.Vault, Status: 429 }), 1, 100);
    }

    [Theory]
    [InlineData("0", 60)]
    [InlineData("2147483647", 1)]
    public async Task No_wait_that_a_vault_asks_for_makes_a_storm_or_shuts_the_gate_for_good(
        string retryAfter, int most)
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add(Services.Vault, Throttled(("Retry-After", retryAfter)));

        var status = await stage.FailAsync(stage.Request(OneSecret), TimeSpan.FromSeconds(5));

        Assert.StartsWith("vault-throttled: ", status.Detail, StringComparison.Ordinal);
        Assert.InRange(stage.Cloud.Calls.Count(Services.Vault), 1, most);
        if (most == 1)
        {
            Assert.Contains("asks to wait 300 s", status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_vault_that_cannot_check_tokens_is_asked_again_and_the_token_is_cached()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add(
            call => call.Service == Services.Vault,
            new Fault.Respond(
                401, """{"error":{"code":"Unauthorized","message":"AKV10046: Unable to resolve the key used for signature validation."}}"""), times: 2);

        Assert.Equal("1", (await stage.MountAsync(OneSecret)).Files["one"].Text);
        Assert.Equal(1, stage.Cloud.Calls.Count(Services.Nmi));
        Assert.Equal([401, 401, 200], stage.Cloud.Calls.All.Where(call => call.Service == Services.Vault)
            .Select(call => call.Status));
    }

    private static Fault.Respond Throttled(params (string Name, string Value)[] headers) => new(
        429, """{"error":{"code":"Throttled","message":"Too many requests."}}""",
        Headers: headers.ToImmutableDictionary(header => header.Name, header => header.Value));
}
