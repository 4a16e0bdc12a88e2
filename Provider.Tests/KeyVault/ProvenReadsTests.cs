using Provider.KeyVault;
using static Provider.Tests.KeyVault.ReadStage;

namespace Provider.Tests.KeyVault;

/// <summary>Tokens of one principal share reads once the vault has accepted each of them.</summary>
public sealed class ProvenReadsTests : IDisposable
{
    private readonly ReadStage stage = new();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData("opaque", "opaque", true)]
    [InlineData("opaque", "other", false)]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    public async Task Without_a_proof_only_the_same_token_shares(string first, string second, bool isShared)
    {
        await stage.GetAsync(first);
        await stage.GetAsync(second);

        Assert.Equal(isShared ? 1 : 2, stage.Asked);
    }

    [Fact]
    public async Task Two_tokens_with_equal_claims_share_once_both_are_proven()
    {
        await stage.ProveAsync("principal", "1");
        await stage.ProveAsync("principal", "2");
        stage.Asked = 0;

        await stage.GetAsync(TestToken.Of("principal", "1"));
        await stage.GetAsync(TestToken.Of("principal", "2"));
        Assert.Equal(1, stage.Asked);

        await stage.GetAsync(TestToken.Of("principal", "forged"));
        Assert.Equal(2, stage.Asked);
        await stage.GetAsync(TestToken.Of("another", "1"));
        Assert.Equal(3, stage.Asked);
    }

    [Fact]
    public async Task A_result_that_was_asked_for_before_the_proof_is_not_for_other_tokens()
    {
        await stage.GetAsync(TestToken.Of("principal", "1"));
        await stage.ProveAsync("principal", "2");
        stage.Asked = 0;

        await stage.GetAsync(TestToken.Of("principal", "2"));

        Assert.Equal(1, stage.Asked);
    }

    [Fact]
    public async Task A_proof_is_for_one_vault()
    {
        await stage.ProveAsync("principal", "1", Demo);
        await stage.ProveAsync("principal", "2", Demo with { Port = 8443 });
        stage.Asked = 0;

        await stage.GetAsync(TestToken.Of("principal", "1"));
        await stage.GetAsync(TestToken.Of("principal", "2"));

        Assert.Equal(2, stage.Asked);
    }

    [Theory]
    [InlineData("expiry")]
    [InlineData("401")]
    public async Task A_proof_ends_with_the_token_or_a_401(string end)
    {
        var expiry = (stage.Time.GetUtcNow() + TimeSpan.FromSeconds(10)).ToUnixTimeSeconds();
        var (one, two) = (TestToken.Of("p", "1"), TestToken.Of("p", "2", expiry));
        await stage.GetAsync(one, key: Key with { Name = "proof" });
        await stage.GetAsync(two, key: Key with { Name = "proof" });
        await stage.GetAsync(one);
        if (end == "401")
        {
            await Assert.ThrowsAsync<VaultReadException>(
                () => stage.ReadAsync(two, Key with { Name = "other" }, (_, _) => throw Status(401)));
        }
        else
        {
            stage.Time.Advance(TimeSpan.FromSeconds(10));
        }

        stage.Asked = 0;
        await stage.GetAsync(two);

        Assert.Equal(1, stage.Asked);
    }

    [Fact]
    public void A_mount_has_to_prove_its_token_while_another_with_equal_claims_reads_the_same_vault()
    {
        var (one, two) = (stage.Credential("p", "1"), stage.Credential("p", "2"));
        using var mine = stage.Reads.Enter(Demo, two);
        Assert.False(stage.Reads.HasToProve(Demo, two));

        using (stage.Reads.Enter(Demo with { Name = "other" }, one))
        using (stage.Reads.Enter(Demo, stage.Credential("q", "1")))
        using (stage.Reads.Enter(Demo, two))
        {
            Assert.False(stage.Reads.HasToProve(Demo, two));
        }

        using (stage.Reads.Enter(Demo, one))
        {
            Assert.True(stage.Reads.HasToProve(Demo, two));
        }

        Assert.False(stage.Reads.HasToProve(Demo, two));
    }

    [Fact]
    public async Task A_mount_whose_token_is_proven_does_not_have_to_prove_it()
    {
        await stage.ProveAsync("p", "2");
        using var others = stage.Reads.Enter(Demo, stage.Credential("p", "1"));

        Assert.False(stage.Reads.HasToProve(Demo, stage.Credential("p", "2")));
        Assert.True(stage.Reads.HasToProve(Demo, stage.Credential("p", "3")));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refusal_drops_the_cached_value_of_the_principal(int status)
    {
        await stage.ProveAsync("p", "1");
        await stage.ProveAsync("p", "2");
        await stage.GetAsync(TestToken.Of("p", "1"), isRemount: false);
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        var refused = stage.Read(TestToken.Of("p", "2"), Key, (_, _) => throw Status(status), isRemount: false);
        await Assert.ThrowsAsync<VaultReadException>(() => stage.RunAsync(refused));
        stage.Asked = 0;

        await stage.GetAsync(TestToken.Of("p", "1"));

        // Also what was read with other bytes.
        Assert.Equal(1, stage.Asked);
        await stage.ProveAsync("p", "3");
        stage.Asked = 0;
        await stage.GetAsync(TestToken.Of("p", "3"));
        Assert.Equal(0, stage.Asked);
    }
}
