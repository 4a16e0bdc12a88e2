using k8s;
using k8s.Models;

namespace Provider.Tests.Manifests;

public sealed class ChartTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "manifests/chart");

    [Fact]
    public void Helm_finds_nothing_to_complain_about() => ManifestTool.Succeed("HELM", "lint", "--strict", Folder);

    [Fact]
    public void The_default_values_give_the_DaemonSet_of_the_base()
    {
        var chart = StrictManifest.DaemonSet(ManifestTool.Template(""));
        foreach (var label in new[] { "helm.sh/chart", "app.kubernetes.io/managed-by" })
        {
            Assert.True(chart.Metadata.Labels.Remove(label), label);
        }

        Assert.Equal(KubernetesYaml.Serialize(StrictManifest.DaemonSet(ManifestTool.Kustomize("base"))), KubernetesYaml.Serialize(chart));
    }

    [Fact]
    public void The_overlay_for_pod_identity_is_the_chart_with_the_hosts_network() => Assert.Equal(
        KubernetesYaml.Serialize(StrictManifest.DaemonSet(ManifestTool.Kustomize("overlays/pod-identity")).Spec),
        KubernetesYaml.Serialize(StrictManifest.DaemonSet(ManifestTool.Template("linux.hostNetwork=true")).Spec));

    [Theory]
    [InlineData("linux.imagee.tag=1", "imagee")]
    [InlineData("logVerbosity=11", "logVerbosity")]
    [InlineData("linux.healthzPort=0", "healthzPort")]
    [InlineData("linux.image.pullPolicy=Sometimes", "pullPolicy")]
    [InlineData("secrets-store-csi-driver.install=true", "secrets-store-csi-driver")]
    [InlineData("networkPolicy.enabled=true,linux.hostNetwork=true", "networkPolicy.enabled")]
    public void A_value_that_means_nothing_is_refused_by_its_name(string values, string name) =>
        Assert.Contains(name, ManifestTool.Refusal(values), StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_installed_where_linux_is_off() => Assert.Empty(StrictManifest.Read(ManifestTool.Template("linux.enabled=false")));

    [Fact]
    public void The_alert_rules_are_those_of_the_monitoring_folder() => Assert.Equal(
        File.ReadAllText(Path.Combine(Repository.Root, "manifests/monitoring/rules/provider.yaml")),
        File.ReadAllText(Path.Combine(Folder, "files/rules.yaml")));

    [Fact]
    public void The_test_hook_runs_the_image_without_any_right()
    {
        var pod = Assert.Single(StrictManifest.Read(ManifestTool.Template("")).OfType<V1Pod>());
        Assert.Equal("test", pod.Metadata.Annotations["helm.sh/hook"]);
        Assert.Equal(["--version"], pod.Spec.Containers[0].Args);
        Assert.True(pod.Spec.Containers[0].SecurityContext.RunAsNonRoot);
    }
}
