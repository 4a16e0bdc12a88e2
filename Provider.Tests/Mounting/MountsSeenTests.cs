using Microsoft.Extensions.Time.Testing;
using Provider.Model;
using Provider.Mounting;
using Provider.Protocol;

namespace Provider.Tests.Mounting;

public sealed class MountsSeenTests
{
    private const string Path = "/var/lib/kubelet/pods/uid-1/volumes/kubernetes.io~csi/secrets/mount";

    private static readonly PodReference Pod = new("shop", "app-0", "uid-1", "app");

    private readonly MountsSeen seen = new(new FakeTimeProvider());

    [Fact]
    public void Content_is_news_at_first_and_again_when_a_version_is_another()
    {
        Assert.True(Add(Pod, "v1"));
        Assert.False(Add(Pod, "v1"));
        Assert.True(Add(Pod, "v2"));
        Assert.False(Add(Pod, "v2"));
    }

    [Fact]
    public void A_pod_that_was_made_again_is_another_pod()
    {
        Add(Pod, "v1");
        var again = Pod with { Uid = "uid-2" };

        Assert.True(seen.Contains(Pod, Path));
        Assert.False(seen.Contains(again, Path));
        Assert.True(Add(again, "v1"));
    }

    [Fact]
    public void A_path_tells_a_repeat_where_the_pod_is_not_known()
    {
        Assert.False(seen.Contains(Path));
        Add(Pod, "v1");
        Assert.True(seen.Contains(Path));
    }

    private bool Add(PodReference pod, string version) => seen.Add(pod, Path, [new ObjectVersion { Id = "secret/one", Version = version }]);
}
