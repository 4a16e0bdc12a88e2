using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Provider.Protocol;

namespace Provider.Tests.Sandbox.Driver;

/// <summary>A provider with scripted responses on a real socket.</summary>
internal sealed class ScriptedProvider : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("scripted-");
    private WebApplication? application;

    public string SocketPath => Path.Combine(folder.FullName, "azure.sock");

    public Func<MountRequest, ServerCallContext, Task<MountResponse>> Mount { get; set; } = (_, _) =>
        Task.FromResult(Volume("a", "1"));

    public static MountResponse Volume(string path, string text) => new()
    {
        ObjectVersion = { new ObjectVersion { Id = $"secret/{path}", Version = "1" } },
        Files = { new Protocol.File { Path = path, Mode = 420,
            Contents = Google.Protobuf.ByteString.CopyFromUtf8(text) } },
    };

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.ListenUnixSocket(SocketPath, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting();
        builder.Services.AddGrpc(grpc => grpc.MaxSendMessageSize = null);
        builder.Services.AddSingleton(this);
        application = builder.Build();
        application.MapGrpcService<Service>();
        await application.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (application is not null)
        {
            await application.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private sealed class Service(ScriptedProvider provider) : CSIDriverProvider.CSIDriverProviderBase
    {
        public override Task<VersionResponse> Version(VersionRequest request, ServerCallContext context) =>
            Task.FromResult(new VersionResponse { Version = request.Version, RuntimeName = context.Host });

        public override Task<MountResponse> Mount(MountRequest request, ServerCallContext context) =>
            provider.Mount(request, context);
    }
}
