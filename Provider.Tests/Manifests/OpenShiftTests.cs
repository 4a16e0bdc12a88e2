using YamlDotNet.RepresentationModel;

namespace Provider.Tests.Manifests;

/// <summary>The SecurityContextConstraints admit the DaemonSet as it is, and nothing that it does not use.</summary>
public sealed class OpenShiftTests
{
    [Fact]
    public void The_constraints_admit_what_the_DaemonSet_uses_and_no_more()
    {
        var pod = StrictManifest.DaemonSet(ManifestTool.Kustomize("overlays/openshift")).Spec.Template.Spec;
        var security = Assert.Single(pod.Containers).SecurityContext;
        var constraints = Constraints();

        Assert.Equal(pod.HostNetwork == true, IsSet("allowHostNetwork"));
        Assert.Equal(pod.Containers[0].Ports.Count > 0 && pod.HostNetwork == true, IsSet("allowHostPorts"));
        Assert.Equal(pod.Volumes.Any(volume => volume.HostPath is not null), IsSet("allowHostDirVolumePlugin"));
        Assert.Equal(security.AllowPrivilegeEscalation == true, IsSet("allowPrivilegeEscalation"));
        Assert.Equal(security.Privileged == true, IsSet("allowPrivilegedContainer"));
        Assert.Equal(security.ReadOnlyRootFilesystem == true, IsSet("readOnlyRootFilesystem"));
        Assert.False(IsSet("allowHostPID"));
        Assert.False(IsSet("allowHostIPC"));
        Assert.Equal($"system:serviceaccount:kube-system:{pod.ServiceAccountName}",
            ((YamlSequenceNode)constraints["users"]).Children.Single().ToString());

        bool IsSet(string name) => constraints[name].ToString() == "true";
    }

    private static YamlMappingNode Constraints()
    {
        var stream = new YamlStream();
        stream.Load(
            new StringReader(
                File.ReadAllText(Path.Combine(Repository.Root, "manifests/components/openshift/scc.yaml"))));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
