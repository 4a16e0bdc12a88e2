using System.Collections.Immutable;
using Grpc.Core;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;
using Provider.Sandbox.Processes;

namespace Provider.Tests.EndToEnd;

/// <summary>A cloud, a provider and a driver, and one pod whose identity is assigned: what a mount needs.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public const string ClientId = "11111111-1111-1111-1111-111111111111";

    /// <summary>The built binary, which finds the sandbox's cluster as a pod finds its own.</summary>
    public const string InCluster = "binary in a cluster";

    private const string RotationCache = "--rotation-cache-ttl=";

    private readonly DirectoryInfo volumes = Directory.CreateTempSubdirectory("volumes-");

    private Stage(SandboxCloud cloud, IRunningProvider provider, DriverGeneration generation)
    {
        (Cloud, Provider) = (cloud, provider);
        Driver = new FakeDriver(provider.SocketPath, TimeProvider.System, generation: generation);
    }

    /// <summary>The two ways to run the provider; every test of the main path runs in both.</summary>
    public static TheoryData<string> Both => ["here", "binary"];

    public SandboxCloud Cloud { get; }

    public IRunningProvider Provider { get; }

    public FakeDriver Driver { get; }

    public StoredVault Vault => Cloud.Vaults["demo"];

    private static CancellationToken Limit => Patience.Limit;

    /// <summary>Starts everything; the pod's identity is assigned and NMI responds.</summary>
    public static Task<Stage> StartAsync(string kind, params string[] arguments) =>
        AssignedAsync(PrepareAsync(kind, null, null, arguments));

    /// <summary>Starts everything, the provider in this process and by a clock of the test's.</summary>
    public static Task<Stage> StartHereAsync(TimeProvider time) =>
        AssignedAsync(PrepareAsync("here", null, null, [], time));

    /// <summary>Starts everything, with another time to drain where the provider is in this process.</summary>
    public static Task<Stage> StartAsync(string kind, TimeSpan? drainLimit, params string[] arguments) =>
        AssignedAsync(PrepareAsync(kind, drainLimit, null, arguments));

    /// <summary>Starts everything, with vaults that treat connections in a way of their own.</summary>
    public static Task<Stage> StartAsync(string kind, EdgeHabits habits, params string[] arguments) =>
        AssignedAsync(PrepareAsync(kind, null, habits, arguments));

    /// <summary>Starts everything but NMI.</summary>
    public static Task<Stage> StartWithoutNmiAsync(string kind, params string[] arguments) =>
        PrepareAsync(kind, null, null, arguments);

    private static async Task<Stage> AssignedAsync(Task<Stage> prepared)
    {
        var stage = await prepared;
        stage.Assign();
        await stage.Cloud.Nmi.StartAsync();
        return stage;
    }

    private static async Task<Stage> PrepareAsync(
        string kind, TimeSpan? drainLimit, EdgeHabits? habits, string[] arguments, TimeProvider? time = null)
    {
        // Off unless a test is about it, so that each mount shows what it does by itself.
        if (!arguments.Any(argument => argument.StartsWith(RotationCache, StringComparison.Ordinal)))
        {
            arguments = [RotationCache + "0", .. arguments];
        }

        var cloud = await SandboxCloud.StartAsync(TimeProvider.System, new Random(1), habits);
        IRunningProvider provider = kind == "here"
            ? await ProviderHere.StartAsync(cloud, arguments, Limit, drainLimit, time)
            : await ProviderBinary.StartAsync(
                cloud, arguments, Limit, kind == InCluster ? new ClusterView(cloud.Cluster) : null);
        // The two ways to run the provider are called by the oldest and the newest driver.
        return new Stage(cloud, provider, kind == "here" ? DriverGeneration.V1Dot0 : DriverGeneration.V1Dot6);
    }

    /// <summary>Assigns the pod its identity.</summary>
    public void Assign() => Cloud.NmiService.Assigned["shop/app-0"] = ClientId;

    /// <summary>The request for a class with pod identity.</summary>
    public MountRequest Request(string objects, params (string Name, string Value)[] parameters)
    {
        var all = ImmutableDictionary<string, string>.Empty
            .Add("usePodIdentity", "true").Add("keyvaultName", "demo").Add("objects", objects)
            .SetItems(parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        var pod = new Pod("shop", "app-0", "uid-1", "app", [], [], null);
        return MountRequests.Make(
            new SecretProviderClass("shop", "shop-secrets", all), pod, null, null,
            Path.Combine(volumes.FullName, "volume"));
    }

    /// <summary>Mounts a class with pod identity.</summary>
    public Task<MountedVolume> MountAsync(string objects, params (string Name, string Value)[] parameters) =>
        Driver.MountAsync(Request(objects, parameters), FakeDriver.KubeletDeadline, Limit);

    /// <summary>Mounts, and expects it to fail: the status and message as the driver sees them.</summary>
    public async Task<Status> FailAsync(MountRequest request, TimeSpan? deadline = null)
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => Driver.MountAsync(request, deadline ?? FakeDriver.KubeletDeadline, Limit));
        Assert.Contains(error.StatusCode, FinalStatuses);
        return error.Status;
    }

    public Task<Status> FailAsync(string objects, params (string Name, string Value)[] parameters) =>
        FailAsync(Request(objects, parameters));

    public async ValueTask DisposeAsync()
    {
        Driver.Dispose();
        await Provider.DisposeAsync();
        await Cloud.DisposeAsync();
        volumes.Delete(recursive: true);
    }

    private static StatusCode[] FinalStatuses =>
    [
        StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.PermissionDenied, StatusCode.Unauthenticated,
        StatusCode.FailedPrecondition, StatusCode.Internal, StatusCode.Unknown,
    ];
}
