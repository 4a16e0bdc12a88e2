using System.Collections.Immutable;
using Provider.KeyVault;
using Provider.Model;
using Provider.Telemetry;
using static Provider.Tests.KeyVault.ReadStage;

namespace Provider.Tests.KeyVault;

/// <summary>Which mounts get the result of one read, in virtual time.</summary>
public sealed class SharedReadsTests : IDisposable
{
    private readonly ReadStage stage = new();

    public void Dispose() => stage.Dispose();

    // A version's value never changes, but its roles and its being enabled do.
    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task A_remount_gets_a_young_result_and_asks_when_it_is_old(string? version)
    {
        var key = Key with { Version = version };
        await stage.GetAsync("a", isRemount: false, key);
        stage.Time.Advance(TimeSpan.FromSeconds(29));
        await stage.GetAsync("a", key: key);
        Assert.Equal(1, stage.Asked);

        stage.Time.Advance(TimeSpan.FromSeconds(1));
        await stage.GetAsync("a", key: key);
        Assert.Equal(2, stage.Asked);
    }

    [Fact]
    public async Task A_first_mount_gets_nothing_that_was_asked_before_it_came()
    {
        await stage.GetAsync("a", isRemount: false);
        stage.Time.Advance(TimeSpan.FromTicks(1));
        await stage.GetAsync("a", isRemount: false);

        Assert.Equal(2, stage.Asked);
    }

    [Fact]
    public async Task A_first_mount_may_get_what_was_asked_since_it_came()
    {
        var came = stage.Time.GetTimestamp();
        await stage.GetAsync("a", isRemount: false);

        Assert.Equal(ReadSource.Cached, (await stage.ReadAsync("a", isRemount: false, came: came)).Source);
        Assert.Equal(1, stage.Asked);
    }

    [Fact]
    public async Task A_failure_is_not_cached()
    {
        await Assert.ThrowsAsync<IOException>(() => stage.ReadAsync("a", Key, (_, _) => throw new IOException()));
        await stage.GetAsync("a");

        Assert.Equal(1, stage.Asked);
    }

    [Theory]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, true)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task A_refusal_is_for_its_own_token_and_other_failures_are_for_all_who_wait(int status, bool isShared)
    {
        await stage.ProveAsync("p", "1");
        await stage.ProveAsync("p", "2");
        var response = new TaskCompletionSource<ImmutableArray<VaultObject>>();
        var first = stage.ReadAsync(TestToken.Of("p", "1"), Key, (_, _) => response.Task);
        var second = stage.ReadAsync(TestToken.Of("p", "2"), Key, (_, _) => Task.FromResult(Value("own")));
        var failure = Status(status);
        response.SetException(failure);

        Assert.Same(failure, await Assert.ThrowsAsync<VaultReadException>(() => first));
        if (isShared)
        {
            Assert.Same(failure, await Assert.ThrowsAsync<VaultReadException>(() => second));
        }
        else
        {
            Assert.Equal("own", Assert.Single((await second).Objects).Version);
        }
    }

    [Fact]
    public async Task A_first_mount_that_joined_an_older_request_that_fails_asks_again()
    {
        var (early, response) = await stage.BeginAsync("a", Key);
        stage.Time.Advance(TimeSpan.FromMilliseconds(1));
        var late = stage.ReadAsync("a", Key, (_, _) => Task.FromResult(Value("new")), isRemount: false);
        var result = await stage.Time.RunAsync(_ =>
        {
            response.SetException(Status(404));
            return late;
        });

        await Assert.ThrowsAsync<VaultReadException>(() => early);
        Assert.Equal("new", Assert.Single(result.Objects).Version);
    }

    [Fact]
    public async Task Mounts_that_come_at_once_ask_once_and_one_that_comes_later_asks_anew()
    {
        var (early, response) = await stage.BeginAsync("a", Key);
        stage.Time.Advance(TimeSpan.FromMilliseconds(1));
        var late = Enumerable.Range(0, 5).Select(_ => stage.ReadAsync("a", isRemount: false)).ToArray();
        var results = await stage.Time.RunAsync(_ =>
        {
            response.SetResult(Value("old"));
            return Task.WhenAll(late);
        });

        Assert.Equal("old", Assert.Single((await early).Objects).Version);
        Assert.All(results, result => Assert.Equal("value", Assert.Single(result.Objects).Version));
        Assert.Equal(1, stage.Asked);
    }
}
