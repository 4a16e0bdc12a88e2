using k8s.Models;
using Provider.Commands;

namespace Provider.Tests.Manifests;

public sealed class DaemonSetTests
{
    public static TheoryData<string, string> Forms => Renderings.All();

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_container_may_do_nothing_but_serve(string tool, string form)
    {
        var pod = StrictManifest.DaemonSet(Renderings.Render(tool, form)).Spec.Template.Spec;
        var security = Assert.Single(pod.Containers).SecurityContext;
        Assert.True(security.ReadOnlyRootFilesystem);
        Assert.False(security.AllowPrivilegeEscalation);
        Assert.NotEqual(true, security.Privileged);
        Assert.Equal(["ALL"], security.Capabilities.Drop);
        Assert.Null(security.Capabilities.Add);
        Assert.Equal("RuntimeDefault", security.SeccompProfile.Type);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.Equal("system-node-critical", pod.PriorityClassName);
        Assert.Equal("/var/run/secrets-store-csi-providers", Assert.Single(pod.Volumes, volume => volume.HostPath is not null).HostPath.Path);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Limits_and_all_three_probes_are_set(string tool, string form)
    {
        var container = StrictManifest.DaemonSet(Renderings.Render(tool, form)).Spec.Template.Spec.Containers[0];
        Assert.Equal(("50m", "100Mi"), (container.Resources.Limits["cpu"].ToString(), container.Resources.Limits["memory"].ToString()));
        Assert.All(new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }, probe =>
        {
            Assert.Equal("healthz", probe.HttpGet.Port.Value);
            Assert.True(probe.TimeoutSeconds > 5, "the provider itself waits 5 s for its socket");
        });
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Only_pods_with_ports_of_their_own_surge(string tool, string form)
    {
        var set = StrictManifest.DaemonSet(Renderings.Render(tool, form)).Spec;
        var hostNetwork = set.Template.Spec.HostNetwork == true;
        Assert.Equal(hostNetwork ? "ClusterFirstWithHostNet" : "ClusterFirst", set.Template.Spec.DnsPolicy);
        if (set.UpdateStrategy.RollingUpdate is { } update)
        {
            Assert.Equal(hostNetwork ? ("0", "1") : ("1", "0"), (update.MaxSurge.Value, update.MaxUnavailable.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_provider_takes_every_argument(string tool, string form)
    {
        var container = StrictManifest.DaemonSet(Renderings.Render(tool, form)).Spec.Template.Spec.Containers[0];
        var parsed = ProviderCommand.Build((_, _, _) => Task.FromResult(0)).Parse([.. container.Args]);
        Assert.Empty(parsed.Errors);
        Assert.Contains("--endpoint=unix:///provider/azure.sock", container.Args);
        Assert.Contains(container.VolumeMounts, mount => mount.MountPath == "/provider");
    }

    [Fact]
    public void Only_pod_identity_is_given_the_hosts_network() => Assert.Equal(
        ["overlays/pod-identity"],
        Renderings.Folders.Where(folder => StrictManifest.DaemonSet(ManifestTool.Kustomize(folder)).Spec.Template.Spec.HostNetwork == true));
}
