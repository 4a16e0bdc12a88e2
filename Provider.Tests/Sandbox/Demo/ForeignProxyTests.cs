using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Provider.Sandbox.Cloud.Network;
using Provider.Sandbox.Demo;
using Provider.Sandbox.Processes;

namespace Provider.Tests.Sandbox.Demo;

/// <summary>
/// A node whose environment names an HTTP proxy for everything: tokens of the node's own endpoints must never pass it.
/// </summary>
public sealed class ForeignProxyTests : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("proxy-");
    private readonly ConcurrentQueue<string> asked = [];
    private readonly LoopbackServer proxy;

    public ForeignProxyTests() => proxy = new LoopbackServer(context =>
    {
        asked.Enqueue(context.Request.Host.Host);
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        return Task.CompletedTask;
    });

    public async ValueTask InitializeAsync() => await proxy.StartListeningAsync(Patience.Limit);

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("pod-identity", "nmi")]
    [InlineData("vm-managed-identity", "imds")]
    public async Task The_vault_is_asked_through_the_proxy_and_the_nodes_identity_endpoint_is_not(
        string example, string service)
    {
        await using var output = new StringWriter();

        await new MountDemo(output, TimeProvider.System, new DemoOptions
        {
            Manifests = [Examples.Find(example)],
            Binary = await ProviderBehindProxyAsync(),
            AssignmentDelay = TimeSpan.Zero,
            Deadline = TimeSpan.FromSeconds(8),
        }).RunAsync(Patience.Limit);

        Assert.Matches($@"calls to {service} +1  \(1 x 200\)", output.ToString());
        Assert.NotEmpty(asked);
        Assert.All(asked, host => Assert.Equal("demo.vault.azure.net", host));
    }

    // The vault's calls show that the variables are heeded: without the sandbox's own proxy they have only this one.
    private async Task<string> ProviderBehindProxyAsync()
    {
        var address = $"http://127.0.0.1:{proxy.Port}";
        var script = Path.Combine(folder.FullName, "provider");
        await File.WriteAllTextAsync(
            script,
            $"""
            #!/bin/sh
            unset HTTPS_PROXY
            export http_proxy={address} HTTP_PROXY={address} ALL_PROXY={address} all_proxy={address}
            exec '{ProviderProcess.DefaultBinary}' "$@"
            """,
            Patience.Limit);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return script;
    }
}
