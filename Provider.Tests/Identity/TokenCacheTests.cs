using Provider.Http;
using Provider.Identity;
using Provider.Identity.Responses;
using Provider.Model;

namespace Provider.Tests.Identity;

public sealed class TokenCacheTests
{
    private static readonly IdentityProof.Machine Proof = new IdentityProof.Machine("mode", "resource", "proof");

    private readonly VirtualTime time = new();
    private readonly TokenCache tokens;
    private int calls;

    public TokenCacheTests() => tokens = new TokenCache(time);

    // One for the whole test: each holds a timer, which the figure of memory would count.
    private CancellationToken Limit { get; } = Patience.Limit;

    [Fact]
    public async Task A_token_is_asked_for_once_and_used_until_shortly_before_it_expires()
    {
        var first = await Get(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(27));
        Assert.Same(first, await Get(TimeSpan.FromHours(1)));
        time.Advance(TimeSpan.FromMinutes(27));
        var second = await Get(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(1));
        var third = await Get(TimeSpan.FromHours(1));

        Assert.Same(first, second);
        Assert.NotSame(first, third);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_token_is_used_no_longer_than_its_mode_allows_whatever_its_expiry()
    {
        await Get(TimeSpan.FromHours(24), longest: TimeSpan.FromMinutes(15));
        time.Advance(TimeSpan.FromMinutes(14));
        await Get(TimeSpan.FromHours(24), longest: TimeSpan.FromMinutes(15));
        Assert.Equal(1, calls);

        time.Advance(TimeSpan.FromMinutes(1));
        await Get(TimeSpan.FromHours(24), longest: TimeSpan.FromMinutes(15));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_token_that_was_not_used_for_half_an_hour_is_dropped()
    {
        await Get(TimeSpan.FromHours(24));
        time.Advance(TokenCache.IdleLimit + TimeSpan.FromSeconds(1));
        await Get(TimeSpan.FromHours(24), proof: Proof with { IdentityId = "other" });

        Assert.Equal(1, tokens.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(240)]
    [InlineData(300)]
    public async Task A_token_without_an_expiry_or_with_a_near_one_serves_its_mount_and_is_not_cached(int? seconds)
    {
        Assert.Equal("token 1", (await Get(seconds is { } life ? TimeSpan.FromSeconds(life) : null)).Text.Reveal());
        Assert.Equal("token 2", (await Get(seconds is { } again ? TimeSpan.FromSeconds(again) : null)).Text.Reveal());
        Assert.Equal(0, tokens.Count);
    }

    [Fact]
    public async Task A_hundred_mounts_that_need_one_token_at_once_make_one_call()
    {
        var response = new TaskCompletionSource<IssuedToken>();
        var started = 0;

        var mounts = Enumerable.Range(0, 100).Select(_ => tokens.GetAsync(
            Use(), TimeSpan.FromHours(1),
            ended =>
            {
                Interlocked.Increment(ref started);
                return response.Task.WaitAsync(ended);
            },
            Limit)).ToArray();
        response.SetResult(Token(TimeSpan.FromHours(1)));
        var granted = (await Task.WhenAll(mounts)).Select(one => one.Token).ToArray();

        Assert.Equal(1, started);
        Assert.Single(granted.Distinct());
        Assert.Same(granted[0], await Get(TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_failure_is_reported_to_all_who_waited_and_to_none_later()
    {
        await Assert.ThrowsAsync<MountException>(() => tokens.GetAsync(
            Use(), TimeSpan.FromHours(1), _ => throw new MountException(ErrorCodes.EntraFailed, "x"), Limit));

        Assert.Equal("token 1", (await Get(TimeSpan.FromHours(1))).Text.Reveal());
    }

    [Fact]
    public async Task A_refused_token_is_asked_for_anew_for_the_vault_that_refused_it_and_stays_for_others()
    {
        var first = await Get(TimeSpan.FromHours(1));
        tokens.Refused(Use(), first);

        var next = await Get(TimeSpan.FromHours(1));
        Assert.NotSame(first, next);
        Assert.Same(next, await Get(TimeSpan.FromHours(1)));
        Assert.Same(first, await Get(TimeSpan.FromHours(1), vault: "other"));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_refusal_of_a_token_that_another_has_taken_the_place_of_changes_nothing()
    {
        var refused = await Get(TimeSpan.FromHours(1));
        tokens.Refused(Use(), refused);
        var next = await Get(TimeSpan.FromHours(1));
        time.Advance(TokenCache.BetweenRefusals);
        tokens.Refused(Use(), refused);

        Assert.Same(next, await Get(TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_refusal_of_a_token_that_has_ended_meanwhile_does_not_end_its_successor()
    {
        var ended = await Get(TimeSpan.FromHours(1), longest: TimeSpan.FromMinutes(15));
        time.Advance(TimeSpan.FromMinutes(15));
        var next = await Get(TimeSpan.FromHours(1));
        tokens.Refused(Use(), ended);

        Assert.Same(next, await Get(TimeSpan.FromHours(1)));
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_mount_that_looked_just_before_another_ones_call_ended_gets_its_token()
    {
        IssuedToken? others = null;
        TimeSpan? WhileTheMountIsBetweenItsLookAndItsCall()
        {
            using (ExecutionContext.SuppressFlow())
            {
                others ??= Task.Run(() => Get(TimeSpan.FromHours(1))).GetAwaiter().GetResult();
            }

            return null;
        }

        using var deadline = CallDeadline.Begin(WhileTheMountIsBetweenItsLookAndItsCall);
        var own = await Get(TimeSpan.FromHours(1));

        Assert.NotNull(others);
        Assert.Same(others, own);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_call_has_the_time_of_the_mount_that_has_most_and_ends_with_the_last()
    {
        var started = new TaskCompletionSource<(TimeSpan? Remaining, CancellationToken Ended)>();
        var joined = new TaskCompletionSource();
        using var last = new CancellationTokenSource();
        Task Wait(int seconds, CancellationToken cancellationToken)
        {
            using var deadline = CallDeadline.Begin(TimeSpan.FromSeconds(seconds), time);
            return tokens.GetAsync(
                Use(), TimeSpan.FromHours(1),
                async ended =>
                {
                    await joined.Task;
                    started.SetResult((CallDeadline.Remaining, ended));
                    await Task.Delay(Timeout.InfiniteTimeSpan, ended);
                    return Token(TimeSpan.FromHours(1));
                },
                cancellationToken);
        }

        using var gone = new CancellationTokenSource();
        var first = Wait(10, gone.Token);
        var second = Wait(60, last.Token);
        joined.SetResult();
        var (remaining, ended) = await started.Task.WaitAsync(Limit);
        Assert.Equal(TimeSpan.FromSeconds(60), remaining);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(ended.IsCancellationRequested);
        var stopped = new TaskCompletionSource();
        using var registration = ended.Register(stopped.SetResult);
        await last.CancelAsync();
        await stopped.Task.WaitAsync(Limit);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task A_vault_that_has_refused_a_token_does_not_wait_for_a_call_for_other_vaults()
    {
        tokens.Refused(Use(), await Get(TimeSpan.FromHours(1), longest: TimeSpan.FromMinutes(15)));
        time.Advance(TimeSpan.FromMinutes(15));
        var response = new TaskCompletionSource<IssuedToken>();
        var others = tokens.GetAsync(
            Use(vault: "other"), TimeSpan.FromHours(1), _ => response.Task, Limit);

        Assert.Equal("for demo", (await Get(TimeSpan.FromHours(1), text: "for demo")).Text.Reveal());

        response.SetResult(Token(TimeSpan.FromHours(1), "for others"));
        Assert.Equal("for others", (await others).Token.Text.Reveal());
    }

    [Fact]
    public async Task A_vault_that_refuses_every_token_has_the_issuer_asked_once_a_minute()
    {
        for (var mount = 0; mount < 50; mount++)
        {
            tokens.Refused(Use(), await Get(TimeSpan.FromHours(24)));
        }

        Assert.Equal(2, calls);
        time.Advance(TokenCache.BetweenRefusals);
        tokens.Refused(Use(), await Get(TimeSpan.FromHours(24)));
        await Get(TimeSpan.FromHours(24));
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task A_token_for_one_vault_ends_like_any_other()
    {
        tokens.Refused(Use(), await Get(TimeSpan.FromHours(1)));
        await Get(TimeSpan.FromMinutes(10));
        time.Advance(TimeSpan.FromMinutes(5));

        // The one for all vaults is still good.
        Assert.Equal("token 1", (await Get(TimeSpan.FromHours(1))).Text.Reveal());
    }

    [Fact]
    public async Task A_thousand_spellings_of_one_namespace_push_out_its_own_tokens_and_no_other_namespaces()
    {
        var victim = await Get(TimeSpan.FromHours(1), podNamespace: "victim");
        for (var spelling = 0; spelling < TokenCache.Capacity + 10; spelling++)
        {
            var proof = Proof with { IdentityId = $"spelling {spelling}" };
            await Get(TimeSpan.FromHours(1), proof: proof, podNamespace: "attacker");
        }

        Assert.Equal(TokenCache.Capacity, tokens.Count);
        Assert.Same(victim, await Get(TimeSpan.FromHours(1), podNamespace: "victim"));
    }

    [Fact]
    public async Task An_identity_that_gets_no_token_takes_up_no_room()
    {
        for (var spelling = 0; spelling < 10; spelling++)
        {
            await Assert.ThrowsAsync<MountException>(() => tokens.GetAsync(
                Use(Proof with { IdentityId = $"{spelling}" }), TimeSpan.FromHours(1),
                _ => throw new MountException(ErrorCodes.EntraFailed, "x"), Limit));
        }

        Assert.Equal(0, tokens.Count);
    }

    [Fact]
    public async Task Tokens_of_different_proofs_modes_and_resources_are_never_mixed()
    {
        IdentityProof[] proofs = [Proof, Proof with { Mode = "other" }, Proof with { Resource = "other" },
            Proof with { IdentityId = "other" }];
        foreach (var proof in proofs)
        {
            await Get(TimeSpan.FromHours(1), proof: proof);
        }

        Assert.Equal((4, 4), (calls, tokens.Count));
    }

    [Fact]
    public async Task Of_ten_thousand_identities_in_a_day_those_of_the_last_half_hour_have_tokens()
    {
        for (var identity = 0; identity < 10_000; identity++)
        {
            // As long as Entra's tokens are.
            await Get(
                TimeSpan.FromHours(24), proof: Proof with { IdentityId = $"{identity}" }, text: new string('x', 1800));
            time.Advance(TimeSpan.FromSeconds(8.64));
        }

        // Some 800 KiB.
        Assert.Equal(209, tokens.Count);
    }

    [Fact]
    public async Task More_identities_at_once_than_fit_leave_as_many_tokens_as_fit()
    {
        for (var identity = 0; identity < TokenCache.Capacity + 500; identity++)
        {
            await Get(TimeSpan.FromHours(24), proof: Proof with { IdentityId = $"{identity}" });
        }

        Assert.Equal(TokenCache.Capacity, tokens.Count);
    }

    private static TokenUse Use(IdentityProof? proof = null, string vault = "demo", string podNamespace = "shop") =>
        new(proof ?? Proof, vault, podNamespace);

    private async Task<IssuedToken> Get(
        TimeSpan? life, TimeSpan? longest = null, IdentityProof? proof = null, string? text = null,
        string vault = "demo", string podNamespace = "shop") =>
        (await tokens.GetAsync(
            Use(proof, vault, podNamespace), longest ?? TimeSpan.FromDays(1),
            _ =>
            {
                calls++;
                return Task.FromResult(Token(life, text ?? $"token {calls}"));
            },
            Limit)).Token;

    private IssuedToken Token(TimeSpan? life, string text = "t") => new(new SecretText(text), time.GetUtcNow() + life);
}
