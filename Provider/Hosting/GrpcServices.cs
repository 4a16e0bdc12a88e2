using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Health.V1;
using Provider.Mounting;
using Provider.Protocol;

namespace Provider.Hosting;

/// <summary>All gRPC methods of the process, as one service of the library.</summary>
// The library can find the methods of generated services itself. It does so by reflection and generic virtual methods,
// which a native binary resolves at run time and slowly.
internal sealed class GrpcServices(MountService mounts, HealthService health)
    : IServiceMethodProvider<GrpcServices>, IGrpcServiceActivator<GrpcServices>
{
    private const string HealthName = "grpc.health.v1.Health";

    private static readonly Marshaller<HealthCheckRequest> Request =
        Marshallers.Create(message => message.ToByteArray(), HealthCheckRequest.Parser.ParseFrom);

    private static readonly Marshaller<HealthCheckResponse> Response =
        Marshallers.Create(message => message.ToByteArray(), HealthCheckResponse.Parser.ParseFrom);

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<GrpcServices> context)
    {
        context.AddUnaryMethod(
            CSIDriverProvider.VersionMethod, [], (_, request, call) => mounts.Version(request, call));
        context.AddUnaryMethod(
            CSIDriverProvider.MountMethod, [], (_, request, call) => mounts.Mount(request, call));
        context.AddUnaryMethod(
            new Method<HealthCheckRequest, HealthCheckResponse>(
                MethodType.Unary, HealthName, nameof(health.Check), Request, Response),
            [], (_, request, call) => health.Check(request, call));
        context.AddServerStreamingMethod(
            new Method<HealthCheckRequest, HealthCheckResponse>(
                MethodType.ServerStreaming, HealthName, nameof(health.Watch), Request, Response),
            [], (_, request, responses, call) => health.Watch(request, responses, call));
    }

    public GrpcActivatorHandle<GrpcServices> Create(IServiceProvider serviceProvider) => new(this, false, null);

    public ValueTask ReleaseAsync(GrpcActivatorHandle<GrpcServices> service) => ValueTask.CompletedTask;
}
