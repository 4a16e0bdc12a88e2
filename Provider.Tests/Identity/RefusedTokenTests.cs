using Provider.Identity;
using Provider.Identity.Responses;
using static Provider.Tests.Identity.TokenStage;

namespace Provider.Tests.Identity;

/// <summary>Tokens that a vault has refused: who gets a new one, and how often the issuer is asked.</summary>
public sealed class RefusedTokenTests
{
    private readonly TokenStage stage = new();

    [Fact]
    public async Task A_refused_token_is_asked_for_anew_for_the_vault_that_refused_it_and_stays_for_others()
    {
        var first = await stage.GetAsync(TimeSpan.FromHours(1));
        stage.Cache.Refused(Use(), first);

        var next = await stage.GetAsync(TimeSpan.FromHours(1));
        Assert.NotSame(first, next);
        Assert.Same(next, await stage.GetAsync(TimeSpan.FromHours(1)));
        Assert.Same(first, await stage.GetAsync(TimeSpan.FromHours(1), vault: "other"));
        Assert.Equal(2, stage.Calls);
    }

    [Fact]
    public async Task A_refusal_of_a_token_that_another_has_taken_the_place_of_changes_nothing()
    {
        var refused = await stage.GetAsync(TimeSpan.FromHours(1));
        stage.Cache.Refused(Use(), refused);
        var next = await stage.GetAsync(TimeSpan.FromHours(1));
        stage.Time.Advance(TokenCache.BetweenRefusals);
        stage.Cache.Refused(Use(), refused);

        Assert.Same(next, await stage.GetAsync(TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_refusal_of_a_token_that_has_ended_meanwhile_does_not_end_its_successor()
    {
        var ended = await stage.GetAsync(TimeSpan.FromHours(1), longest: TimeSpan.FromMinutes(15));
        stage.Time.Advance(TimeSpan.FromMinutes(15));
        var next = await stage.GetAsync(TimeSpan.FromHours(1));
        stage.Cache.Refused(Use(), ended);

        Assert.Same(next, await stage.GetAsync(TimeSpan.FromHours(1)));
        Assert.Equal(2, stage.Calls);
    }

    [Fact]
    public async Task A_vault_that_has_refused_a_token_does_not_wait_for_a_call_for_other_vaults()
    {
        stage.Cache.Refused(Use(), await stage.GetAsync(TimeSpan.FromHours(1), longest: TimeSpan.FromMinutes(15)));
        stage.Time.Advance(TimeSpan.FromMinutes(15));
        var response = new TaskCompletionSource<IssuedToken>();
        var others = stage.Cache.GetAsync(
            Use(vault: "other"), TimeSpan.FromHours(1), _ => response.Task, Patience.Limit);

        Assert.Equal("for demo", (await stage.GetAsync(TimeSpan.FromHours(1), text: "for demo")).Text.Reveal());

        response.SetResult(stage.Token(TimeSpan.FromHours(1), "for others"));
        Assert.Equal("for others", (await others).Token.Text.Reveal());
    }

    [Fact]
    public async Task A_vault_that_refuses_every_token_has_the_issuer_asked_once_a_minute()
    {
        for (var mount = 0; mount < 50; mount++)
        {
            stage.Cache.Refused(Use(), await stage.GetAsync(TimeSpan.FromHours(24)));
        }

        Assert.Equal(2, stage.Calls);
        stage.Time.Advance(TokenCache.BetweenRefusals);
        stage.Cache.Refused(Use(), await stage.GetAsync(TimeSpan.FromHours(24)));
        await stage.GetAsync(TimeSpan.FromHours(24));
        Assert.Equal(3, stage.Calls);
    }

    [Fact]
    public async Task A_token_for_one_vault_ends_like_any_other()
    {
        stage.Cache.Refused(Use(), await stage.GetAsync(TimeSpan.FromHours(1)));
        await stage.GetAsync(TimeSpan.FromMinutes(10));
        stage.Time.Advance(TimeSpan.FromMinutes(5));

        // The one for all vaults is still good.
        Assert.Equal("token 1", (await stage.GetAsync(TimeSpan.FromHours(1))).Text.Reveal());
    }
}
