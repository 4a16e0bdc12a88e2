using Provider.KeyVault;
using Provider.Model;
using static Provider.Tests.KeyVault.ReadStage;

namespace Provider.Tests.KeyVault;

/// <summary>What was asked for before a refusal serves no mount after it, whichever response comes first.</summary>
public sealed class RefusedReadsTests : IDisposable
{
    private readonly ReadStage stage = new();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData("another token of the principal")]
    [InlineData("another version")]
    [InlineData("another spelling of the name")]
    public async Task A_403_overrules_every_read_of_the_object_by_the_principal_that_is_under_way(string which)
    {
        await stage.ProveAsync("p", "1");
        var (token, key) = Of(which);
        var late = await stage.BeginAsync(TestToken.Of("p", "1"), Key);

        await RefuseAsync(token, key, 403);
        late.Response.SetResult(Value("late"));
        await late.Read;

        Assert.Equal(1, await AsksOfRemountAsync("1"));
    }

    [Theory]
    [InlineData("the same token")]
    [InlineData("another token of the principal")]
    [InlineData("another version")]
    [InlineData("another spelling of the name")]
    public async Task A_403_drops_all_that_is_cached_of_the_object_for_the_principal(string which)
    {
        await stage.ProveAsync("p", "1");
        var (token, key) = Of(which);
        await Get("1", Key);

        await RefuseAsync(token, key, 403);

        Assert.Equal(1, await AsksOfRemountAsync("1"));
    }

    [Fact]
    public async Task A_403_of_another_object_or_principal_overrules_and_drops_nothing()
    {
        await stage.ProveAsync("p", "1");
        await Get("1", Key);

        await RefuseAsync(TestToken.Of("p", "1"), Key with { Name = "other" }, 403);
        await RefuseAsync(TestToken.Of("p", "1"), Key with { Vault = Demo with { Port = 8443 } }, 403);
        await RefuseAsync(TestToken.Of("p", "1"), Key with { Type = ObjectType.Key }, 403);
        await RefuseAsync(TestToken.Of("q", "1"), Key, 403);

        Assert.Equal(0, await AsksOfRemountAsync("1"));
    }

    [Fact]
    public async Task A_401_overrules_every_read_with_the_token_and_ends_its_proof()
    {
        await stage.ProveAsync("p", "1");
        await stage.ProveAsync("p", "2");
        var late = await stage.BeginAsync(TestToken.Of("p", "2"), Key);

        await RefuseAsync(TestToken.Of("p", "2"), Key with { Name = "other" }, 401);
        late.Response.SetResult(Value("late"));
        await late.Read;

        var refused = stage.Credential("p", "2");
        using var mine = stage.Reads.Enter(Demo, refused);
        using var others = stage.Reads.Enter(Demo, stage.Credential("p", "1"));
        Assert.True(stage.Reads.HasToProve(Demo, refused));
        Assert.Equal(1, await AsksOfRemountAsync("2"));
    }

    [Fact]
    public async Task A_401_drops_everything_that_was_read_with_the_token()
    {
        await stage.ProveAsync("p", "1");
        await Get("1", Key);
        await Get("1", Key with { Name = "" });

        await RefuseAsync(TestToken.Of("p", "1"), Key with { Name = "other" }, 401);

        Assert.Equal(1, await AsksOfRemountAsync("1"));
        Assert.Equal(1, await AsksOfRemountAsync("1", Key with { Name = "" }));
    }

    [Fact]
    public async Task A_401_of_another_vault_drops_nothing()
    {
        var other = Key with { Vault = Demo with { Name = "other.vault.azure.net" } };
        await stage.ProveAsync("p", "1");
        await Get("1", other with { Name = "proof" });
        await Get("1", Key);

        await RefuseAsync(TestToken.Of("p", "1"), other, 401);

        Assert.Equal(0, await AsksOfRemountAsync("1"));
    }

    [Fact]
    public async Task A_403_of_a_list_drops_the_list_and_a_403_of_an_object_does_not()
    {
        var list = Key with { Name = "" };
        await stage.ProveAsync("p", "1");
        await Get("1", list);
        await RefuseAsync(TestToken.Of("p", "1"), Key, 403);
        Assert.Equal(0, await AsksOfRemountAsync("1", list));

        await RefuseAsync(TestToken.Of("p", "2"), list, 403);
        Assert.Equal(1, await AsksOfRemountAsync("1", list));
    }

    [Fact]
    public async Task A_401_of_a_token_that_the_vault_never_accepted_drops_and_overrules_nothing_of_others()
    {
        await stage.ProveAsync("p", "1");
        await Get("1", Key);
        var late = await stage.BeginAsync(TestToken.Of("p", "1"), Key with { Name = "two" });

        await RefuseAsync(TestToken.Of("p", "forged"), Key, 401);
        await RefuseAsync(TestToken.Of("p", "forged"), Key with { Name = "two" }, 401);
        late.Response.SetResult(Value("late"));
        await late.Read;

        Assert.Equal(0, await AsksOfRemountAsync("1"));
        Assert.Equal(0, await AsksOfRemountAsync("1", Key with { Name = "two" }));
    }

    [Fact]
    public async Task A_remount_that_joined_a_read_which_a_refusal_overruled_asks_anew()
    {
        await stage.ProveAsync("p", "1");
        await stage.ProveAsync("p", "2");
        var late = await stage.BeginAsync(TestToken.Of("p", "1"), Key);
        stage.Time.Advance(TimeSpan.FromMilliseconds(1));
        var joined = stage.ReadAsync(TestToken.Of("p", "2"), Key);
        await RefuseAsync(TestToken.Of("p", "1"), Key with { Version = "old" }, 403);
        stage.Asked = 0;

        await stage.Time.RunAsync(_ =>
        {
            late.Response.SetResult(Value("late"));
            return joined;
        });

        Assert.Equal("value", Assert.Single((await joined).Objects).Version);
        Assert.Equal(1, stage.Asked);
    }

    [Fact]
    public async Task What_is_asked_for_after_a_refusal_is_cached_and_proven_again()
    {
        await stage.ProveAsync("p", "1");
        await RefuseAsync(TestToken.Of("p", "1"), Key, 403);
        await RefuseAsync(TestToken.Of("p", "1"), Key, 401);

        await Get("1", Key);

        Assert.Equal(0, await AsksOfRemountAsync("1"));
    }

    [Fact]
    public async Task Nothing_is_watched_once_the_reads_have_ended()
    {
        await stage.ProveAsync("p", "1");
        var late = await stage.BeginAsync(TestToken.Of("p", "1"), Key);
        Assert.Equal(2, stage.Reads.Watched);

        await RefuseAsync(TestToken.Of("p", "2"), Key, 401);
        late.Response.SetException(new IOException());
        await Assert.ThrowsAsync<IOException>(() => late.Read);

        Assert.Equal(0, stage.Reads.Watched);
    }

    private static (string Token, ReadKey Key) Of(string which) => which switch
    {
        "another token of the principal" => (TestToken.Of("p", "2"), Key),
        "another version" => (TestToken.Of("p", "1"), Key with { Version = "old" }),
        "another spelling of the name" => (TestToken.Of("p", "1"), Key with { Name = "ONE" }),
        _ => (TestToken.Of("p", "1"), Key),
    };

    private Task Get(string signature, ReadKey key) =>
        stage.GetAsync(TestToken.Of("p", signature), isRemount: false, key);

    private async Task<int> AsksOfRemountAsync(string signature, ReadKey? key = null)
    {
        stage.Asked = 0;
        await stage.GetAsync(TestToken.Of("p", signature), key: key ?? Key);
        return stage.Asked;
    }

    // A first mount that comes later than what is cached, so that the vault is asked.
    private async Task RefuseAsync(string token, ReadKey key, int status)
    {
        var failure = Status(status);
        stage.Time.Advance(TimeSpan.FromMilliseconds(1));
        var read = stage.Read(token, key, (_, _) => throw failure, isRemount: false);
        Assert.Same(failure, await Assert.ThrowsAsync<VaultReadException>(() => stage.RunAsync(read)));
    }
}
