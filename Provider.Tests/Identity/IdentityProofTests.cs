using Provider.Identity;
using Provider.Model;

namespace Provider.Tests.Identity;

/// <summary>What a token is kept for.</summary>
public sealed class IdentityProofTests
{
    public static TheoryData<string> Nodes => ["pod identity", "VM identity"];

    [Theory]
    [MemberData(nameof(Nodes))]
    public void A_token_of_one_cloud_is_not_cached_for_another_where_the_node_is_the_proof(string mode)
    {
        MountPlan Plan(Cloud cloud) =>
            Plans.For(
                mode == "pod identity" ? new AccessMode.PodIdentity() : new AccessMode.VmIdentity(null), cloud: cloud);

        Assert.Equal(IdentityProof.Of(Plan(Cloud.Public)), IdentityProof.Of(Plan(Cloud.Public)));
        Assert.NotEqual(IdentityProof.Of(Plan(Cloud.Public)), IdentityProof.Of(Plan(Cloud.China)));
    }
}
