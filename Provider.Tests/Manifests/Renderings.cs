namespace Provider.Tests.Manifests;

/// <summary>All forms in which the DaemonSet can be installed that the tests look at.</summary>
internal static class Renderings
{
    /// <summary>Folders with a kustomization, below manifests.</summary>
    public static readonly string[] Folders =
    [
        "base", .. Directory.GetDirectories(Path.Combine(Repository.Root, "manifests/overlays"))
            .Select(folder => "overlays/" + Path.GetFileName(folder)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Values of the chart, as --set takes them.</summary>
    public static readonly string[] Values =
    [
        "",
        "linux.hostNetwork=false,logFormatJSON=true,logVerbosity=5,constructPEMChain=false,writeCertAndKeyInSeparateFiles=true",
        "linux.healthzPort=18989,linux.metricsPort=18898,linux.healthzPath=/live,linux.healthzTimeout=8s,linux.customUserAgent=team a",
        "linux.extraArgs={--max-mounts=8},linux.podLabels.team=a,linux.podAnnotations.note=b,linux.nodeSelector.pool=a,fullnameOverride=vault",
        "podMonitor.enabled=true,prometheusRule.enabled=true,networkPolicy.enabled=true,linux.hostNetwork=false,linux.updateStrategy.type=OnDelete",
        "linux.env[0].name=HTTPS_PROXY,linux.env[0].value=http://proxy:3128,linux.volumes[0].name=ca,linux.volumes[0].configMap.name=ca,"
            + "linux.volumeMounts[0].name=ca,linux.volumeMounts[0].mountPath=/etc/ssl/certs,imagePullSecrets[0].name=pull",
        "nameOverride=vault,rbac.install=false,serviceAccount.name=shared,linux.image.repository=registry.example/provider,linux.image.tag=1,"
            + "linux.image.pullPolicy=Always,linux.seLinuxOptions.type=spc_t,linux.caBundle.configMap=authorities,linux.dnsPolicy=ClusterFirstWithHostNet",
        "linux.image.digest=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef,podMonitor.enabled=true,podMonitor.interval=1m,"
            + "podMonitor.labels.release=monitoring,prometheusRule.enabled=true,prometheusRule.labels.release=monitoring,prometheusRule.runbookBase=https://git.example/main/",
        "dashboard.enabled=true,dashboard.labels.folder=azure,networkPolicy.enabled=true,networkPolicy.from[0].namespaceSelector.matchLabels.team=ops,"
            + "linux.hostNetwork=false,linux.tolerations[0].key=pool,linux.tolerations[0].operator=Exists",
    ];

    /// <summary>Every form, for theories: "kustomize" or "helm", and its folder or values.</summary>
    public static TheoryData<string, string> All()
    {
        var all = new TheoryData<string, string>();
        Array.ForEach(Folders, folder => all.Add("kustomize", folder));
        Array.ForEach(Values, values => all.Add("helm", values));
        return all;
    }

    public static string Render(string tool, string form) =>
        tool == "helm" ? ManifestTool.Template(form) : ManifestTool.Kustomize(form);
}
