using System.Text.Json;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

/// <summary>What makes a mount the same as an earlier one: everything but what kubelet changes each time.</summary>
public sealed class OriginReaderTests
{
    private const string Tokens = "csi.storage.k8s.io/serviceAccount.tokens";

    [Fact]
    public void A_rotated_token_leaves_a_mount_the_same() =>
        Assert.Equal(Read((Tokens, "one"), ("objects", "a")), Read((Tokens, "two"), ("objects", "a")));

    [Fact]
    public void The_order_of_attributes_leaves_a_mount_the_same() =>
        Assert.Equal(Read(("objects", "a"), ("keyvaultName", "b")), Read(("keyvaultName", "b"), ("objects", "a")));

    [Fact]
    public void Every_other_attribute_counts()
    {
        var origins = new[]
        {
            Read(("objects", "a")), Read(("objects", "b")), Read(("objects", "a"), ("unknown", "x")),
            Read(("objects", "a"), ("secretProviderClass", "c")), Read(("Objects", "a")), Read(("ob", "jectsa")),
        };

        Assert.Distinct(origins);
    }

    private static MountOrigin Read(params (string Name, string Value)[] attributes)
    {
        var pairs = attributes.Select(one => KeyValuePair.Create(one.Name, one.Value));
        return OriginReader.Read(Attributes.Read(JsonSerializer.Serialize(pairs.ToDictionary())));
    }
}
