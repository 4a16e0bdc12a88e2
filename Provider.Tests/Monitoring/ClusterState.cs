using Microsoft.AspNetCore.Http;
using Provider.Sandbox.Cloud.Network;

namespace Provider.Tests.Monitoring;

/// <summary>Plays kube-state-metrics: a DaemonSet with one pod that is not ready.</summary>
internal sealed class ClusterState : IAsyncDisposable
{
    private const string Metrics =
        "# TYPE kube_daemonset_status_number_unavailable gauge\n"
        + "kube_daemonset_status_number_unavailable{namespace=\"kube-system\",daemonset=\"csi-secrets-store-provider-azure\"} 1\n";

    private readonly LoopbackServer server = new(context =>
    {
        context.Response.ContentType = "text/plain; version=0.0.4";
        return context.Response.WriteAsync(Metrics);
    });

    public int Port => server.Port;

    public Task StartAsync() => server.StartListeningAsync(Patience.Limit);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
