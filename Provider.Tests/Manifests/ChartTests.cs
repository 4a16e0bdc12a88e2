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
        string[] ofRelease = ["helm.sh/chart", "app.kubernetes.io/managed-by", "app.kubernetes.io/instance",
            "app.kubernetes.io/version"];
        Assert.All(ofRelease, label => Assert.True(chart.Metadata.Labels.Remove(label), label));
        Assert.True(chart.Spec.Template.Metadata.Labels.Remove("app.kubernetes.io/instance"));

        Assert.Equal(KubernetesYaml.Serialize(StrictManifest.DaemonSet(ManifestTool.Kustomize("base"))),
            KubernetesYaml.Serialize(chart));
    }

    [Fact]
    public void The_overlay_for_the_pod_network_is_the_chart_without_the_hosts_network()
    {
        var chart = StrictManifest.DaemonSet(ManifestTool.Template("linux.hostNetwork=false")).Spec;
        Assert.True(chart.Template.Metadata.Labels.Remove("app.kubernetes.io/instance"));

        Assert.Equal(
            KubernetesYaml.Serialize(StrictManifest.DaemonSet(ManifestTool.Kustomize("overlays/pod-network")).Spec),
            KubernetesYaml.Serialize(chart));
    }

    [Theory]
    [InlineData("linux.imagee.tag=1", "imagee")]
    [InlineData("logVerbosity=x", "logVerbosity")]
    [InlineData("linux.healthzPort=0", "healthzPort")]
    [InlineData("linux.image.pullPolicy=Sometimes", "pullPolicy")]
    [InlineData("linux.healthzTimeout=5", "healthzTimeout")]
    [InlineData("linux.image.digest=latest", "digest")]
    [InlineData("linux.podLabels.a=null,linux.podLabels.b=1", "podLabels")]
    [InlineData("linux=null", "linux")]
    [InlineData("linux.image=null", "image")]
    [InlineData("linux.image.tag=null", "tag")]
    [InlineData("linux.hostNetwork=null", "hostNetwork")]
    [InlineData("linux.healthzPort=null", "healthzPort")]
    [InlineData("rbac=null", "rbac")]
    [InlineData("podMonitor=null", "podMonitor")]
    public void A_value_that_is_not_valid_is_refused_by_its_name(string values, string name) =>
        Assert.Contains(name, ManifestTool.Refusal(values), StringComparison.Ordinal);

    [Theory]
    [InlineData("secrets-store-csi-driver.linux.metricsAddr=:8080", "secrets-store-csi-driver.install=false")]
    [InlineData("secrets-store-csi-driver.install=true", "secrets-store-csi-driver.install=false")]
    [InlineData("windows.enabled=true", "windows.enabled")]
    [InlineData("enableArcExtension=true", "enableArcExtension")]
    [InlineData("rbac.pspEnabled=true", "rbac.pspEnabled")]
    [InlineData("linux.privileged=true", "linux.seLinuxOptions.type=spc_t")]
    [InlineData("linux.image.repository=mcr.microsoft.com/oss/v2/azure/secrets-store/provider-azure",
        "the image of the Go provider")]
    [InlineData("linux.healthzPort=8898", "linux.healthzPort and linux.metricsPort")]
    [InlineData("networkPolicy.enabled=true", "linux.hostNetwork=false")]
    public void A_value_of_the_Go_providers_chart_without_an_equal_here_is_given_what_to_do(
        string values, string advice)
    {
        var refusal = ManifestTool.Refusal(values);
        Assert.Contains(advice, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("nil pointer", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void All_such_values_are_named_in_one_message()
    {
        var refusal =
            ManifestTool.Refusal("windows.enabled=true,linux.privileged=true,secrets-store-csi-driver.install=true");
        Assert.All(new[] { "windows.enabled", "linux.privileged", "secrets-store-csi-driver" },
            name => Assert.Contains(name, refusal, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("secrets-store-csi-driver.install=false,secrets-store-csi-driver.syncSecret.enabled=true")]
    [InlineData("windows.enabled=false,windows.image.tag=v1.8.2")]
    [InlineData("linux.kubeletRootDir=/var/data/kubelet,linux.privileged=false,rbac.pspEnabled=false,enableArcExtension=false")]
    [InlineData("linux.metricsAddr=:8898,metricsAddr=null")]
    public void A_value_of_the_Go_providers_chart_that_changes_nothing_is_accepted(string values) => Assert.Equal(
        ManifestTool.Template(""), ManifestTool.Template(values));

    [Fact]
    public void The_label_app_and_the_selector_do_not_depend_on_the_names()
    {
        var set = StrictManifest.DaemonSet(ManifestTool.Template("fullnameOverride=vault,linux.podLabels.app=other"));
        Assert.Equal("vault", set.Metadata.Name);
        Assert.All(
            new[] { set.Metadata.Labels, set.Spec.Selector.MatchLabels, set.Spec.Template.Metadata.Labels },
            labels => Assert.Equal("csi-secrets-store-provider-azure", labels["app"]));
    }

    [Theory]
    [InlineData("linux.resources=null,linux.tolerations=null,linux.nodeSelector=null,linux.affinity=null,linux.priorityClassName=null")]
    [InlineData("linux.podLabels=null,linux.podAnnotations=null,linux.env=null,linux.volumes=null,linux.extraArgs=null,logVerbosity=null")]
    [InlineData("linux.caBundle.configMap=null,linux.image.digest=null,nameOverride=null,fullnameOverride=null,constructPEMChain=null")]
    public void A_null_leaves_the_field_out(string values)
    {
        var rendered = ManifestTool.Template(values);
        Assert.DoesNotContain("null", rendered, StringComparison.Ordinal);
        Assert.DoesNotContain("%!", rendered, StringComparison.Ordinal);
        StrictManifest.DaemonSet(rendered);
    }

    [Theory]
    [InlineData("linux.healthzTimeout=500ms", 2)]
    [InlineData("linux.healthzTimeout=12s", 13)]
    [InlineData("linux.healthzTimeout=1m", 61)]
    public void The_probes_wait_a_second_longer_than_the_provider(string values, int seconds)
    {
        var container = StrictManifest.DaemonSet(ManifestTool.Template(values)).Spec.Template.Spec.Containers[0];
        Assert.All(new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe },
            probe => Assert.Equal(seconds, probe.TimeoutSeconds));
        Assert.True(container.ReadinessProbe.PeriodSeconds >= container.ReadinessProbe.TimeoutSeconds);
    }

    [Fact]
    public void Ports_may_be_text()
    {
        var container = StrictManifest.DaemonSet(
            ManifestTool.TemplateWith("--set-string",
                "linux.healthzPort=18989,linux.metricsPort=18898")).Spec.Template.Spec.Containers[0];
        Assert.Equal([18989, 18898], container.Ports.Select(port => port.ContainerPort));
        Assert.Contains("--healthz-port=18989", container.Args);
        Assert.Contains("--prometheus-port=18898", container.Args);
    }

    [Fact]
    public void Runbooks_are_links_where_the_base_is_set() => Assert.Contains(
        "runbook_url: https://git.example/main/docs/troubleshooting.md#",
        ManifestTool.Template("prometheusRule.enabled=true,prometheusRule.runbookBase=https://git.example/main/"),
        StringComparison.Ordinal);

    [Fact]
    public void The_dashboard_is_that_of_the_monitoring_folder() => Assert.Equal(
        File.ReadAllText(Path.Combine(Repository.Root, "manifests/monitoring/dashboards/provider.json")),
        File.ReadAllText(Path.Combine(Folder, "files/dashboard.json")));

    [Fact]
    public void Nothing_is_installed_where_linux_is_off() =>
        Assert.Empty(StrictManifest.Read(ManifestTool.Template("linux.enabled=false")));

    [Fact]
    public void The_alert_rules_are_those_of_the_monitoring_folder() => Assert.Equal(
        File.ReadAllText(Path.Combine(Repository.Root, "manifests/monitoring/rules/provider.yaml")),
        File.ReadAllText(Path.Combine(Folder, "files/rules.yaml")));

    [Fact]
    public void The_test_hook_starts_the_image_under_the_mounts_and_restrictions_of_the_DaemonSet()
    {
        const string values = "linux.caBundle.configMap=ca,linux.seLinuxOptions.type=spc_t,linux.volumes[0].name=more,"
            + "linux.volumes[0].configMap.name=more,linux.volumeMounts[0].name=more,linux.volumeMounts[0].mountPath=/etc/more";
        var rendered = ManifestTool.Template(values);
        var test = Assert.Single(StrictManifest.Read(rendered).OfType<V1Pod>());
        var pod = StrictManifest.DaemonSet(rendered).Spec.Template.Spec;

        Assert.Equal("test", test.Metadata.Annotations["helm.sh/hook"]);
        Assert.Equal(["--version"], test.Spec.Containers[0].Args);
        Assert.Equal(3, pod.Volumes.Count);
        Assert.Equal(KubernetesYaml.Serialize(pod.Volumes), KubernetesYaml.Serialize(test.Spec.Volumes));
        Assert.Equal(
            KubernetesYaml.Serialize(pod.Containers[0].VolumeMounts),
            KubernetesYaml.Serialize(test.Spec.Containers[0].VolumeMounts));
        Assert.Equal(
            KubernetesYaml.Serialize(pod.Containers[0].SecurityContext),
            KubernetesYaml.Serialize(test.Spec.Containers[0].SecurityContext));
    }
}
