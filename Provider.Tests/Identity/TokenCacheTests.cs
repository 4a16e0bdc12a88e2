using Provider.Http;
using Provider.Identity;
using Provider.Identity.Responses;
using Provider.Model;
using static Provider.Tests.Identity.TokenStage;

namespace Provider.Tests.Identity;

/// <summary>When a cached token is used, and which mounts share one.</summary>
public sealed class TokenCacheTests
{
    private readonly TokenStage stage = new();

    [Fact]
    public async Task A_token_is_asked_for_once_and_used_until_shortly_before_it_expires()
    {
        var first = await stage.GetAsync(TimeSpan.FromHours(1));
        stage.Time.Advance(TimeSpan.FromMinutes(27));
        Assert.Same(first, await stage.GetAsync(TimeSpan.FromHours(1)));
        stage.Time.Advance(TimeSpan.FromMinutes(27));
        var second = await stage.GetAsync(TimeSpan.FromHours(1));
        stage.Time.Advance(TimeSpan.FromMinutes(1));
        var third = await stage.GetAsync(TimeSpan.FromHours(1));

        Assert.Same(first, second);
        Assert.NotSame(first, third);
        Assert.Equal(2, stage.Calls);
    }

    [Fact]
    public async Task A_token_is_used_no_longer_than_its_mode_allows_whatever_its_expiry()
    {
        await stage.GetAsync(TimeSpan.FromHours(24), longest: TimeSpan.FromMinutes(15));
        stage.Time.Advance(TimeSpan.FromMinutes(14));
        await stage.GetAsync(TimeSpan.FromHours(24), longest: TimeSpan.FromMinutes(15));
        Assert.Equal(1, stage.Calls);

        stage.Time.Advance(TimeSpan.FromMinutes(1));
        await stage.GetAsync(TimeSpan.FromHours(24), longest: TimeSpan.FromMinutes(15));
        Assert.Equal(2, stage.Calls);
    }

    [Fact]
    public async Task A_token_that_was_not_used_for_half_an_hour_is_dropped()
    {
        await stage.GetAsync(TimeSpan.FromHours(24));
        stage.Time.Advance(TokenCache.IdleLimit + TimeSpan.FromSeconds(1));
        await stage.GetAsync(TimeSpan.FromHours(24), proof: Proof with { IdentityId = "other" });

        Assert.Equal(1, stage.Cache.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(240)]
    [InlineData(300)]
    public async Task A_token_without_an_expiry_or_with_a_near_one_serves_its_mount_and_is_not_cached(int? seconds)
    {
        TimeSpan? life = seconds is { } given ? TimeSpan.FromSeconds(given) : null;

        Assert.Equal("token 1", (await stage.GetAsync(life)).Text.Reveal());
        Assert.Equal("token 2", (await stage.GetAsync(life)).Text.Reveal());
        Assert.Equal(0, stage.Cache.Count);
    }

    [Fact]
    public async Task A_hundred_mounts_that_need_one_token_at_once_make_one_call()
    {
        var response = new TaskCompletionSource<IssuedToken>();
        var started = 0;

        var mounts = Enumerable.Range(0, 100).Select(_ => stage.Cache.GetAsync(
            Use(), TimeSpan.FromHours(1),
            ended =>
            {
                Interlocked.Increment(ref started);
                return response.Task.WaitAsync(ended);
            },
            Patience.Limit)).ToArray();
        response.SetResult(stage.Token(TimeSpan.FromHours(1)));
        var granted = (await Task.WhenAll(mounts)).Select(one => one.Token).ToArray();

        Assert.Equal(1, started);
        Assert.Single(granted.Distinct());
        Assert.Same(granted[0], await stage.GetAsync(TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_failure_is_reported_to_all_who_waited_and_to_none_later()
    {
        var response = new TaskCompletionSource<IssuedToken>();
        var mounts = Enumerable.Range(0, 3)
            .Select(_ => stage.Cache.GetAsync(Use(), TimeSpan.FromHours(1), _ => response.Task, Patience.Limit))
            .ToArray();
        response.SetException(new MountException(ErrorCodes.EntraFailed, "x"));

        foreach (var mount in mounts)
        {
            await Assert.ThrowsAsync<MountException>(() => mount);
        }

        Assert.Equal("token 1", (await stage.GetAsync(TimeSpan.FromHours(1))).Text.Reveal());
    }

    [Fact]
    public async Task A_mount_that_looked_just_before_another_ones_call_ended_gets_its_token()
    {
        IssuedToken? others = null;
        TimeSpan? WhileTheMountIsBetweenItsLookAndItsCall()
        {
            using (ExecutionContext.SuppressFlow())
            {
                others ??= Task.Run(() => stage.GetAsync(TimeSpan.FromHours(1))).GetAwaiter().GetResult();
            }

            return null;
        }

        using var deadline = CallDeadline.Begin(WhileTheMountIsBetweenItsLookAndItsCall);
        var own = await stage.GetAsync(TimeSpan.FromHours(1));

        Assert.NotNull(others);
        Assert.Same(others, own);
        Assert.Equal(1, stage.Calls);
    }

    [Fact]
    public async Task A_call_has_the_time_of_the_mount_that_has_most_and_ends_with_the_last()
    {
        var started = new TaskCompletionSource<(TimeSpan? Remaining, CancellationToken Ended)>();
        var joined = new TaskCompletionSource();
        using var gone = new CancellationTokenSource();
        using var last = new CancellationTokenSource();
        async Task<IssuedToken> AskAsync(CancellationToken callEnded)
        {
            await joined.Task;
            started.SetResult((CallDeadline.Remaining, callEnded));
            await Task.Delay(Timeout.InfiniteTimeSpan, callEnded);
            return stage.Token(TimeSpan.FromHours(1));
        }

        var first = GetAsync(TimeSpan.FromSeconds(10), AskAsync, gone.Token);
        var second = GetAsync(TimeSpan.FromSeconds(60), AskAsync, last.Token);
        joined.SetResult();
        var (remaining, ended) = await started.Task.WaitAsync(Patience.Limit);
        Assert.Equal(TimeSpan.FromSeconds(60), remaining);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(ended.IsCancellationRequested);
        var stopped = new TaskCompletionSource();
        using var registration = ended.Register(stopped.SetResult);
        await last.CancelAsync();
        await stopped.Task.WaitAsync(Patience.Limit);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task Tokens_of_different_proofs_modes_and_resources_are_never_mixed()
    {
        IdentityProof[] proofs = [Proof, Proof with { Mode = "other" }, Proof with { Resource = "other" },
            Proof with { IdentityId = "other" }];
        foreach (var proof in proofs)
        {
            await stage.GetAsync(TimeSpan.FromHours(1), proof: proof);
        }

        Assert.Equal((4, 4), (stage.Calls, stage.Cache.Count));
    }

    private async Task GetAsync(
        TimeSpan allowed, Func<CancellationToken, Task<IssuedToken>> ask, CancellationToken cancellationToken)
    {
        using var deadline = CallDeadline.Begin(allowed, stage.Time);
        await stage.Cache.GetAsync(Use(), TimeSpan.FromHours(1), ask, cancellationToken);
    }
}
