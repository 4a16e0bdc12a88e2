using Grpc.Core;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Driver;
using Provider.Tests.EndToEnd;
using Provider.Tests.Parameters;

namespace Provider.Tests.Monitoring;

/// <summary>A round of mounts in which something of everything happens that metrics tell of.</summary>
internal sealed class Load(Stage stage)
{
    /// <summary>Pods that start at once in a round.</summary>
    private const int Crowd = 20;

    private const int Failing = 3;
    private const int MountsOfARound = (2 * Crowd) + 1 + (2 * Failing);

    private static readonly string OneSecret = ValidRequest.Entries("objectName: one\nobjectType: secret");
    private static readonly string NoSecret = ValidRequest.Entries("objectName: gone\nobjectType: secret");

    private int rounds;

    /// <summary>How many mounts the rounds so far made.</summary>
    public int Mounts => rounds * MountsOfARound;

    /// <summary>Puts a secret into the vault that expires in three days.</summary>
    public void Prepare()
    {
        var version = stage.Vault.SetSecret("one", "1");
        var expires = TimeProvider.System.GetUtcNow().AddDays(3);
        stage.Vault.Change(Collections.Secrets, "one", version, one => one with { Expires = expires });
    }

    /// <summary>
    /// First mounts, rotations of them, and of both some that fail, with a vault that throttles once.
    /// </summary>
    public async Task RoundAsync()
    {
        rounds++;
        var pods = Enumerable.Range(0, Crowd).Select(pod => $"app-{rounds}-{pod}").ToList();
        stage.Cloud.Faults.Add(
            call => call is { Service: Services.Vault, BearerToken: not null },
            Fault.Throttled(TimeSpan.FromSeconds(1)), times: 1);
        await Task.WhenAll(pods.Select(pod => MountAsync(pod, OneSecret)));
        await Task.WhenAll(pods.Select(pod => MountAsync(pod, OneSecret)));
        await FailAsync(pods[0], NoSecret);
        for (var failing = 0; failing < Failing; failing++)
        {
            await FailAsync($"failing-{rounds}-{failing}", NoSecret);
            await FailAsync(
                $"without-identity-{rounds}-{failing}", OneSecret, ("usePodIdentity", "false"),
                ("useVMManagedIdentity", "true"));
        }
    }

    private async Task MountAsync(string pod, string objects)
    {
        var volume = await stage.Driver.MountAsync(Request(pod, objects), FakeDriver.KubeletDeadline, Patience.Limit);
        Assert.Equal("1", volume.Files["one"].Text);
    }

    private Task<Status> FailAsync(string pod, string objects, params (string Name, string Value)[] parameters) =>
        stage.FailAsync(Request(pod, objects, parameters));

    private MountRequest Request(string pod, string objects, params (string Name, string Value)[] parameters)
    {
        stage.Cloud.NmiService.Assigned[$"shop/{pod}"] = Stage.ClientId;
        var request = stage.Request(objects, parameters);
        request.Attributes = request.Attributes
            .Replace("\"app-0\"", $"\"{pod}\"", StringComparison.Ordinal)
            .Replace("\"uid-1\"", $"\"uid-{pod}\"", StringComparison.Ordinal);
        request.TargetPath += pod;
        return request;
    }
}
