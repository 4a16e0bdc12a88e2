using k8s.Models;

namespace Provider.Tests.Manifests;

/// <summary>The examples, applied as a folder: <c>kubectl apply -f</c> takes the files by name.</summary>
public sealed class ExampleTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "manifests/examples");

    public static TheoryData<string> Examples =>
        [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_a_pod_needs_is_created_before_it(string example)
    {
        var objects = Read(example);
        var pod = objects.FindIndex(one => one is V1Pod);
        var needed = objects.FindIndex(one => one is V1Namespace);
        Assert.InRange(needed, 0, pod);
        if (((V1Pod)objects[pod]).Spec.ServiceAccountName is { } account)
        {
            Assert.InRange(
                objects.FindIndex(one => one is V1ServiceAccount created && created.Metadata.Name == account), needed,
                pod);
        }

        Assert.All(objects.OfType<IMetadata<V1ObjectMeta>>()
            .Take(needed), one => Assert.Null(one.Metadata.NamespaceProperty));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_namespace_enforces_the_restricted_profile_and_the_pod_meets_it(string example)
    {
        var objects = Read(example);
        Assert.Equal("restricted",
            Assert.Single(objects.OfType<V1Namespace>()).Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        var pod = Assert.Single(objects.OfType<V1Pod>()).Spec;
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.All(pod.Containers, container =>
        {
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        });
        Assert.All(pod.Volumes, volume => Assert.NotNull(volume.Csi));
    }

    [Fact]
    public void There_is_one_CSIDriver_with_the_audiences_of_workload_identity_and_token_proxy()
    {
        var drivers = Examples.SelectMany(example => Read(example.Data).OfType<V1CSIDriver>()).ToList();
        Assert.Equal(2, drivers.Count);
        Assert.All(
            drivers,
            driver =>
                Assert.Equal(["api://AzureADTokenExchange", "api://AKSIdentityBinding"],
                    driver.Spec.TokenRequests.Select(request => request.Audience)));
    }

    [Fact]
    public void Synced_secrets_are_those_that_the_other_objects_name()
    {
        var objects = Read("synced-secrets");
        var text = File.ReadAllText(Path.Combine(Folder, "synced-secrets/secretproviderclass.yaml"));
        Assert.Contains($"secretName: {objects.OfType<V1Ingress>().Single().Spec.Tls[0].SecretName} #", text,
            StringComparison.Ordinal);
        Assert.Contains(
            $"secretName: {objects.OfType<V1Pod>().Single().Spec.Containers[0].Env[0].ValueFrom.SecretKeyRef.Name} #",
            text, StringComparison.Ordinal);
    }

    private static List<object> Read(string example) =>
        [.. Directory.GetFiles(Path.Combine(Folder, example), "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(file => StrictManifest.Read(File.ReadAllText(file)))];
}
