using System.Collections.Immutable;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Provider.Protocol;

namespace Provider.Sandbox.Driver;

/// <summary>Calls a provider exactly as the Secrets Store CSI driver v1.6.0 does, and writes what it returns.</summary>
internal sealed class StandInDriver : IDisposable
{
    /// <summary>What kubelet gives a mount.</summary>
    public static readonly TimeSpan KubeletDeadline = TimeSpan.FromMinutes(2);

    private readonly GrpcChannel channel;
    private readonly TimeProvider time;

    /// <summary>A driver with one connection for all mounts of the node.</summary>
    /// <param name="socketPath">The provider's socket.</param>
    /// <param name="time">The clock.</param>
    /// <param name="responseLimit">The driver's <c>--max-call-recv-msg-size</c>.</param>
    public StandInDriver(string socketPath, TimeProvider time, int responseLimit = 4 * 1024 * 1024)
    {
        this.time = time;
        channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            MaxReceiveMessageSize = responseLimit,
            MaxRetryAttempts = 3,
            ServiceConfig = new ServiceConfig { MethodConfigs = { Retries() } },
            HttpHandler = new SocketsHttpHandler
            {
                UseProxy = false,
                ConnectCallback = (_, cancellationToken) => ConnectAsync(socketPath, cancellationToken),
            },
            DisposeHttpClient = true,
        });
        Client = new CSIDriverProvider.CSIDriverProviderClient(channel);
    }

    /// <summary>The client itself, for calls that the driver would not make.</summary>
    public CSIDriverProvider.CSIDriverProviderClient Client { get; }

    /// <summary>Asks for the provider's version, as the driver's health check does.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<VersionResponse> VersionAsync(CancellationToken cancellationToken) =>
        await Client.VersionAsync(new VersionRequest { Version = "v1alpha1" }, cancellationToken: cancellationToken);

    /// <summary>Mounts: calls, checks, writes.</summary>
    /// <param name="request">The request.</param>
    /// <param name="deadline">What kubelet would give it.</param>
    /// <param name="cancellationToken">Ends the call, as kubelet may.</param>
    /// <exception cref="RpcException">The provider refused.</exception>
    /// <exception cref="InvalidDataException">The driver would refuse what the provider returned.</exception>
    public async Task<MountedVolume> MountAsync(MountRequest request, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var response = await Client.MountAsync(
            request, deadline: (time.GetUtcNow() + deadline).UtcDateTime, cancellationToken: cancellationToken);
        if (DriverRules.Fault(response) is { } fault)
        {
            throw new InvalidDataException(fault);
        }

        Directory.CreateDirectory(request.TargetPath);
        new AtomicWriter(request.TargetPath, time).Write(response.Files);
        return new MountedVolume(
            response.Files.ToImmutableSortedDictionary(file => file.Path, file => Read(request.TargetPath, file.Path), StringComparer.Ordinal),
            response.ObjectVersion.ToImmutableSortedDictionary(version => version.Id, version => version.Version, StringComparer.Ordinal),
            response.CalculateSize());
    }

    /// <inheritdoc/>
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
            MaxBackoff = TimeSpan.FromSeconds(1),
            BackoffMultiplier = 1,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };

    private static async ValueTask<Stream> ConnectAsync(string socketPath, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
