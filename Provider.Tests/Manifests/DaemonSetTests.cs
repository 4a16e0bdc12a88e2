using k8s.Models;
using Provider.Arguments;
using Provider.Hosting;

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
        Assert.Equal("/var/run/secrets-store-csi-providers",
            Assert.Single(pod.Volumes, volume => volume.HostPath is not null).HostPath.Path);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Limits_and_all_three_probes_are_set(string tool, string form)
    {
        var container = StrictManifest.DaemonSet(Renderings.Render(tool, form)).Spec.Template.Spec.Containers[0];
        Assert.Equal(("50m", "100Mi"),
            (container.Resources.Limits["cpu"].ToString(), container.Resources.Limits["memory"].ToString()));
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
        var read = ArgumentReader.Read([.. container.Args], NodeEnvironment.OfProcess());
        Assert.Empty(read.Problems);
        Assert.Empty(read.Unread);
        Assert.Contains("--endpoint=unix:///provider/azure.sock", container.Args);
        Assert.Contains(container.VolumeMounts, mount => mount.MountPath == "/provider");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void No_mount_hides_a_file_that_the_image_brings(string tool, string form)
    {
        var mounts =
            StrictManifest.DaemonSet(Renderings.Render(tool, form)).Spec.Template.Spec.Containers[0].VolumeMounts;
        Assert.Contains(DockerfileTests.Entrypoint, DockerfileTests.ImageFiles);
        Assert.All(mounts, mount => Assert.All(DockerfileTests.ImageFiles, file => Assert.False(
            (file + "/").StartsWith(mount.MountPath.TrimEnd('/') + "/", StringComparison.Ordinal)
                || (mount.MountPath + "/").StartsWith(file + "/", StringComparison.Ordinal),
            $"{mount.MountPath} hides {file}")));
    }

    [Fact]
    public void Only_the_overlay_for_the_pod_network_leaves_the_hosts_network() => Assert.Equal(
        ["overlays/pod-network"],
        Renderings.Folders.Where(
            folder => StrictManifest.DaemonSet(ManifestTool.Kustomize(folder)).Spec.Template.Spec.HostNetwork != true));

    [Fact]
    public void Components_combine_in_any_order()
    {
        string[] components = [.. Directory.GetDirectories(Path.Combine(Repository.Root, "manifests/components"))
            .Order(StringComparer.Ordinal)];
        var forward = ManifestTool.KustomizeComponents(components);
        var backward = ManifestTool.KustomizeComponents([.. components.Reverse()]);
        foreach (var pod in new[] { forward, backward }.Select(
            text => StrictManifest.DaemonSet(text).Spec.Template.Spec))
        {
            Assert.Null(pod.HostNetwork);
            Assert.Equal("spc_t", pod.Containers[0].SecurityContext.SeLinuxOptions.Type);
            Assert.Equal(
                ["--endpoint=unix:///provider/azure.sock", "--cloud-name=AzureStackCloud",
                    "--cloud-file-directory=/etc/kubernetes/azure"], pod.Containers[0].Args);
            Assert.Equal(3, pod.Volumes.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Virtual_nodes_get_no_pod(string tool, string form)
    {
        var terms = StrictManifest.DaemonSet(
            Renderings.Render(
                tool, form)).Spec.Template.Spec.Affinity.NodeAffinity.RequiredDuringSchedulingIgnoredDuringExecution.NodeSelectorTerms;
        Assert.All(
            terms, term =>
                Assert.Contains(term.MatchExpressions, one =>
                    (one.Key, one.OperatorProperty) == ("type", "NotIn") && one.Values.Contains("virtual-kubelet")));
    }
}
