using Provider.Identity;
using Provider.Model;
using static Provider.Tests.Identity.TokenStage;

namespace Provider.Tests.Identity;

/// <summary>How many tokens are cached, and whose are dropped first.</summary>
public sealed class TokenCacheLimitsTests
{
    private readonly TokenStage stage = new();

    [Fact]
    public async Task A_thousand_spellings_of_one_namespace_push_out_its_own_tokens_and_no_other_namespaces()
    {
        var victim = await stage.GetAsync(TimeSpan.FromHours(1), podNamespace: "victim");
        for (var spelling = 0; spelling < TokenCache.Capacity + 10; spelling++)
        {
            var proof = Proof with { IdentityId = $"spelling {spelling}" };
            await stage.GetAsync(TimeSpan.FromHours(1), proof: proof, podNamespace: "attacker");
        }

        Assert.Equal(TokenCache.Capacity, stage.Cache.Count);
        Assert.Same(victim, await stage.GetAsync(TimeSpan.FromHours(1), podNamespace: "victim"));
    }

    [Fact]
    public async Task An_identity_that_gets_no_token_takes_up_no_room()
    {
        for (var spelling = 0; spelling < 10; spelling++)
        {
            await Assert.ThrowsAsync<MountException>(() => stage.Cache.GetAsync(
                Use(Proof with { IdentityId = $"{spelling}" }), TimeSpan.FromHours(1),
                _ => throw new MountException(ErrorCodes.EntraFailed, "x"), Patience.Limit));
        }

        Assert.Equal(0, stage.Cache.Count);
    }

    [Fact]
    public async Task Of_ten_thousand_identities_in_a_day_those_of_the_last_half_hour_have_tokens()
    {
        for (var identity = 0; identity < 10_000; identity++)
        {
            // As long as Entra's tokens are.
            await stage.GetAsync(
                TimeSpan.FromHours(24), proof: Proof with { IdentityId = $"{identity}" }, text: new string('x', 1800));
            stage.Time.Advance(TimeSpan.FromSeconds(8.64));
        }

        // Some 800 KiB.
        Assert.Equal(209, stage.Cache.Count);
    }

    [Fact]
    public async Task More_identities_at_once_than_fit_leave_as_many_tokens_as_fit()
    {
        for (var identity = 0; identity < TokenCache.Capacity + 500; identity++)
        {
            await stage.GetAsync(TimeSpan.FromHours(24), proof: Proof with { IdentityId = $"{identity}" });
        }

        Assert.Equal(TokenCache.Capacity, stage.Cache.Count);
    }
}
