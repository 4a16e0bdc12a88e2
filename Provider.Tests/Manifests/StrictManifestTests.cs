namespace Provider.Tests.Manifests;

public sealed class StrictManifestTests
{
    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(
            Path.Combine(Repository.Root, "manifests/examples"), "*.yaml", SearchOption.AllDirectories)
        .Append(Path.Combine(Repository.Root, "manifests/monitoring/podmonitor.yaml"))
        .Append(Path.Combine(Repository.Root, "manifests/monitoring/prometheusrule.yaml"))
        .Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Kubernetes_knows_every_field_of_a_manifest(string file) =>
        StrictManifest.Read(File.ReadAllText(Path.Combine(Repository.Root, file)));

    [Theory]
    [InlineData("{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}, automountToken: false}")]
    [InlineData("{apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: {name: a}, spec: {endpoints: []}}")]
    [InlineData("{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: a}, spec: {template: {spec: "
        + "{hostNetworking: true}}}}")]
    public void An_unknown_field_is_refused(string text) =>
        Assert.ThrowsAny<Exception>(() => StrictManifest.Read(text));
}
