using System.Collections.Immutable;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Provider.Protocol;

namespace Provider.Sandbox.Driver;

/// <summary>Calls a provider exactly as a released Secrets Store CSI driver does, and writes what it returns.</summary>
internal sealed class FakeDriver : IDisposable
{
    public static readonly TimeSpan KubeletDeadline = TimeSpan.FromMinutes(2);

    private readonly GrpcChannel channel;
    private readonly TimeProvider time;
    private readonly DriverGeneration generation;
    private readonly SocketConnection connection;

    public FakeDriver(
        string socketPath, TimeProvider time, int responseLimit = 4 * 1024 * 1024, DriverGeneration? generation = null)
    {
        this.time = time;
        this.generation = generation ?? DriverGeneration.V1Dot6;
        connection = new SocketConnection(socketPath, this.generation.Authority(socketPath), time);
        channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            MaxReceiveMessageSize = responseLimit,
            MaxRetryAttempts = 3,
            ServiceConfig = new ServiceConfig { MethodConfigs = { Retries() } },
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                EnableMultipleHttp2Connections = false,
                ConnectCallback = (_, cancellationToken) => connection.OpenAsync(cancellationToken),
            },
            DisposeHttpClient = true,
        });
        Client = new CSIDriverProvider.CSIDriverProviderClient(channel);
    }

    /// <summary>The client itself, for calls that the driver would not make.</summary>
    public CSIDriverProvider.CSIDriverProviderClient Client { get; }

    /// <summary>
    /// Whether a socket without a listener is waited for until the deadline, as the driver does; else the call
    /// fails at once.
    /// </summary>
    public bool WaitsForReady
    {
        get => connection.WaitsForReady;
        init => connection.WaitsForReady = value;
    }

    public int Connections => connection.Opened;

    public async Task<VersionResponse> VersionAsync(CancellationToken cancellationToken) =>
        await Client.VersionAsync(new VersionRequest { Version = "v1alpha1" }, cancellationToken: cancellationToken);

    /// <summary>Mounts: calls with kubelet's deadline, checks the response, writes the files.</summary>
    /// <exception cref="RpcException">The provider refused.</exception>
    /// <exception cref="InvalidDataException">
    /// The driver would refuse what the provider returned, or found no provider.
    /// </exception>
    public async Task<MountedVolume> MountAsync(
        MountRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        // The driver checks for the socket's file at each mount, before its call.
        if (!System.IO.File.Exists(connection.SocketPath))
        {
            throw new InvalidDataException($"provider not found: there is no socket {connection.SocketPath}");
        }

        var response = await Client.MountAsync(
            generation.SendsEmptyTokens ? MountRequests.WithEmptyTokens(request) : request,
            deadline: (time.GetUtcNow() + deadline).UtcDateTime, cancellationToken: cancellationToken);
        if (DriverRules.Fault(response) is { } fault)
        {
            throw new InvalidDataException(fault);
        }

        Directory.CreateDirectory(request.TargetPath);
        var isChanged = new AtomicWriter(request.TargetPath, time).Write(response.Files);
        return new MountedVolume(
            response.Files.ToImmutableSortedDictionary(
                file => file.Path, file => Read(request.TargetPath, file.Path), StringComparer.Ordinal),
            response.ObjectVersion.ToImmutableSortedDictionary(
                version => version.Id, version => version.Version, StringComparer.Ordinal),
            response.CalculateSize())
        {
            IsChanged = isChanged,
        };
    }

    public void Dispose() => channel.Dispose();

    private static MountedFile Read(string target, string path)
    {
        var full = Path.Combine(target, path);
        return new MountedFile(System.IO.File.GetUnixFileMode(full), System.IO.File.ReadAllBytes(full));
    }

    private static MethodConfig Retries() => new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new RetryPolicy
        {
            MaxAttempts = 3,
            InitialBackoff = TimeSpan.FromSeconds(1),
            MaxBackoff = TimeSpan.FromSeconds(10),
            BackoffMultiplier = 1.1,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };
}
