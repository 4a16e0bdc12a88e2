using Microsoft.Extensions.Time.Testing;
using Provider.Model;
using Provider.Mounting;
using Provider.Protocol;

namespace Provider.Tests.Mounting;

public sealed class MountHistoryTests
{
    private const string Path = "/var/lib/kubelet/pods/uid-1/volumes/kubernetes.io~csi/secrets/mount";

    private static readonly MountOrigin Driver =
        new(new PodReference("shop", "app-0", "uid-1", "app"), "shop-secrets", "A");

    private static readonly MountOrigin Sync = Driver with { SecretProviderClass = "" };

    private readonly MountHistory history = new(new FakeTimeProvider());

    [Fact]
    public void Content_is_new_at_first_and_when_a_version_is_another()
    {
        Assert.True(Add(Driver, "v1"));
        Assert.False(Add(Driver, "v1"));
        Assert.True(Add(Driver, "v2"));
        Assert.False(Add(Driver, "v2"));
    }

    [Fact]
    public void A_pod_that_was_made_again_is_another_pod()
    {
        Add(Driver, "v1");
        var recreated = Driver with { Pod = Driver.Pod with { Uid = "uid-2" } };

        Assert.True(history.HasMount(Driver, Path));
        Assert.False(history.HasMount(recreated, Path));
        Assert.False(history.HasVolume(recreated, Path));
        Assert.True(Add(recreated, "v1"));
    }

    [Fact]
    public void The_volumes_of_one_namespace_do_not_push_out_those_of_another()
    {
        Add(Driver, "v1");

        for (var number = 0; number < 5_000; number++)
        {
            Add(new MountOrigin(new PodReference("other", "pod", $"uid {number}", "app"), "class", "A"), "v1");
        }

        Assert.True(history.HasMount(Driver, Path));
    }

    [Fact]
    public void So_many_volumes_are_cached_and_the_longest_unused_is_dropped()
    {
        MountOrigin Pod(int number) => new(new PodReference("one", "pod", $"uid {number}", "app"), "class", "A");
        for (var number = 0; number <= 4_000; number++)
        {
            Add(Pod(number), "v1");
        }

        Assert.False(history.HasMount(Pod(0), Path));
        Assert.True(history.HasMount(Pod(1), Path));
    }

    [Fact]
    public void A_class_that_was_edited_keeps_its_volume_and_is_not_the_same_mount()
    {
        Add(Driver, "v1");

        Assert.True(history.HasVolume(Driver with { AttributesHash = "B" }, Path));
        Assert.False(history.HasMount(Driver with { AttributesHash = "B" }, Path));
    }

    [Fact]
    public void Classes_without_a_name_are_distinguished_by_their_attributes()
    {
        Add(Sync, "v1");

        Assert.True(history.HasMount(Sync, Path));
        Assert.False(history.HasVolume(Sync with { AttributesHash = "B" }, Path));

        Add(Sync with { AttributesHash = "B" }, "v1");
        Assert.True(history.HasMount(Sync, Path));
    }

    [Fact]
    public void One_path_and_one_pod_in_two_namespaces_are_two_volumes()
    {
        Add(Sync, "v1");

        Assert.True(history.HasVolume(Sync, Path));
        Assert.False(history.HasVolume(Sync with { Pod = Sync.Pod with { Namespace = "bank" } }, Path));
        Assert.False(history.HasVolume(Sync, Path + "2"));
    }

    [Fact]
    public void Without_a_pods_uid_every_mount_is_the_first()
    {
        var nameless = Driver with { Pod = Driver.Pod with { Uid = "" } };
        Add(nameless, "v1");

        Assert.False(history.HasVolume(nameless, Path));
        Assert.False(history.HasMount(nameless, Path));
    }

    private bool Add(MountOrigin origin, string version) =>
        history.Add(origin, Path, [new ObjectVersion { Id = "secret/one", Version = version }], MountedFiles.None);
}
