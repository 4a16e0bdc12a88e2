using System.Collections.Immutable;
using Provider.KeyVault;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.Tests.KeyVault;

/// <summary>Which mounts get the result of one read, in virtual time.</summary>
public sealed class SharedReadsTests : IDisposable
{
    private static readonly VaultHost Demo = new("demo.vault.azure.net", 443);
    private static readonly ReadKey Key = new(Demo, ObjectType.Secret, "one", null, 1);

    private readonly VirtualTime time = new();
    private readonly SharedReads reads;
    private int asked;

    public SharedReadsTests() => reads = new SharedReads(TimeSpan.FromSeconds(30), time);

    public void Dispose() => reads.Dispose();

    // A version's value never changes, but its roles and its being enabled do.
    [Theory]
    [InlineData(null)]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public async Task A_remount_gets_a_young_result_and_asks_when_it_is_old(string? version)
    {
        var key = Key with { Version = version };
        await Get("a", isRemount: false, key);
        time.Advance(TimeSpan.FromSeconds(29));
        await Get("a", key: key);
        Assert.Equal(1, asked);

        time.Advance(TimeSpan.FromSeconds(1));
        await Get("a", key: key);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_first_mount_gets_nothing_that_was_asked_before_it_came()
    {
        await Get("a", isRemount: false);
        time.Advance(TimeSpan.FromTicks(1));
        await Get("a", isRemount: false);

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_first_mount_may_get_what_was_asked_since_it_came()
    {
        var came = time.GetTimestamp();
        await Get("a", isRemount: false);

        Assert.Equal(
            ReadSource.Cached, (await reads.GetAsync(Read("a", isRemount: false, came: came), Patience.Limit)).Source);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("opaque", "opaque", true)]
    [InlineData("opaque", "other", false)]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    public async Task Without_a_proof_only_the_same_token_shares(string first, string second, bool isShared)
    {
        await Get(first);
        await Get(second);

        Assert.Equal(isShared ? 1 : 2, asked);
    }

    [Fact]
    public async Task Two_tokens_with_equal_claims_share_once_both_are_proven()
    {
        await Prove("principal", "1");
        await Prove("principal", "2");
        asked = 0;

        await Get(TestToken.Of("principal", "1"));
        await Get(TestToken.Of("principal", "2"));
        Assert.Equal(1, asked);

        await Get(TestToken.Of("principal", "forged"));
        Assert.Equal(2, asked);
        await Get(TestToken.Of("another", "1"));
        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_result_that_was_asked_for_before_the_proof_is_not_for_other_tokens()
    {
        await Get(TestToken.Of("principal", "1"));
        await Prove("principal", "2");
        asked = 0;

        await Get(TestToken.Of("principal", "2"));

        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("value", 64 * 1024, 1)]
    [InlineData("value", (64 * 1024) + 1, 2)]
    [InlineData("tags", (64 * 1024) + 1, 2)]
    [InlineData("certificate", (64 * 1024) + 1, 2)]
    public async Task What_is_longer_than_an_object_of_a_vault_is_not_cached(string what, int length, int asks)
    {
        VaultObject read = what switch
        {
            "tags" => new VaultSecret("v", new SecretText(""), null, false) { Tags = new string('x', length) },
            "certificate" => new VaultCertificate("v", new byte[length]),
            _ => new VaultSecret("v", new SecretText(new string('x', length)), null, false),
        };
        await GetAsync(TestToken.Of("p", "1"), Key, read);
        await GetAsync(TestToken.Of("p", "1"), Key, read);

        Assert.Equal(asks, asked);
    }

    // Each is cached by its token and by its claims.
    [Theory]
    [InlineData(1_000, 1_000, 0)]
    [InlineData(150, 20_000, 130)]
    [InlineData(4_200, 1, 4_000)]
    [InlineData(400, 20_000, 350)]
    public async Task So_many_objects_of_a_length_rotate_within_the_bound_of_memory(int objects, int length, int least)
    {
        await Prove("p", "1");
        for (var round = 0; round < 2; round++)
        {
            asked = 0;
            for (var index = 0; index < objects; index++)
            {
                await GetAsync(
                    TestToken.Of("p", "1"), Key with { Name = $"object-{index}" }, Value(new string('x', length))[0]);
            }
        }

        Assert.InRange(asked, least, least == 0 ? 0 : objects);
    }

    [Fact]
    public async Task A_proof_is_for_one_vault()
    {
        await Prove("principal", "1", Demo);
        await Prove("principal", "2", Demo with { Port = 8443 });
        asked = 0;

        await Get(TestToken.Of("principal", "1"));
        await Get(TestToken.Of("principal", "2"));

        Assert.Equal(2, asked);
    }

    [Theory]
    [InlineData("expiry")]
    [InlineData("401")]
    public async Task A_proof_ends_with_the_token_or_a_401(string end)
    {
        var expiry = (time.GetUtcNow() + TimeSpan.FromSeconds(10)).ToUnixTimeSeconds();
        var (one, two) = (TestToken.Of("p", "1"), TestToken.Of("p", "2", expiry));
        await Get(one, key: Key with { Name = "proof" });
        await Get(two, key: Key with { Name = "proof" });
        await Get(one);
        if (end == "401")
        {
            await Assert.ThrowsAsync<VaultReadException>(
                () => reads.GetAsync(Read(two, Key with { Name = "other" }, (_, _) => throw Status(401)),
                    Patience.Limit));
        }
        else
        {
            time.Advance(TimeSpan.FromSeconds(10));
        }

        asked = 0;
        await Get(two);

        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refusal_drops_the_cached_value_of_the_principal(int status)
    {
        await Prove("p", "1");
        await Prove("p", "2");
        await Get(TestToken.Of("p", "1"), isRemount: false);
        time.Advance(TimeSpan.FromSeconds(1));
        var refused = Read(TestToken.Of("p", "2"), Key, (_, _) => throw Status(status), isRemount: false);
        await Assert.ThrowsAsync<VaultReadException>(() => time.RunAsync(ended => reads.GetAsync(refused, ended)));
        asked = 0;

        await Get(TestToken.Of("p", "1"));

        // Also what was read with other bytes.
        Assert.Equal(1, asked);
        await Prove("p", "3");
        asked = 0;
        await Get(TestToken.Of("p", "3"));
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task A_failure_is_not_cached()
    {
        await Assert.ThrowsAsync<IOException>(
            () => reads.GetAsync(Read("a", Key, (_, _) => throw new IOException()), Patience.Limit));
        await Get("a");

        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(401, false)]
    [InlineData(403, false)]
    [InlineData(404, true)]
    [InlineData(429, true)]
    [InlineData(503, true)]
    public async Task A_refusal_is_for_its_own_token_and_other_failures_are_for_all_who_wait(int status, bool isShared)
    {
        await Prove("p", "1");
        await Prove("p", "2");
        var response = new TaskCompletionSource<ImmutableArray<VaultObject>>();
        var first = reads.GetAsync(Read(TestToken.Of("p", "1"), Key, (_, _) => response.Task), Patience.Limit);
        var second =
            reads.GetAsync(Read(TestToken.Of("p", "2"), Key, (_, _) => Task.FromResult(Value("own"))), Patience.Limit);
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
        var response = new TaskCompletionSource<ImmutableArray<VaultObject>>();
        var begun = new TaskCompletionSource();
        var early = reads.GetAsync(
            Read("a", Key, (_, _) => { begun.SetResult(); return response.Task; }, isRemount: false), Patience.Limit);
        await begun.Task.WaitAsync(Patience.Limit);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var late = reads.GetAsync(Read("a", Key, (_, _) => Task.FromResult(Value("new")), isRemount: false),
            Patience.Limit);
        var result = await time.RunAsync(_ =>
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
        var response = new TaskCompletionSource<ImmutableArray<VaultObject>>();
        var begun = new TaskCompletionSource();
        var early = reads.GetAsync(
            Read("a", Key, (_, _) => { begun.SetResult(); return response.Task; }, isRemount: false), Patience.Limit);
        await begun.Task.WaitAsync(Patience.Limit);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var late = Enumerable.Range(0, 5).Select(_ => reads.GetAsync(Read("a", isRemount: false), Patience.Limit))
            .ToArray();
        var results = await time.RunAsync(_ =>
        {
            response.SetResult(Value("old"));
            return Task.WhenAll(late);
        });

        Assert.Equal("old", Assert.Single((await early).Objects).Version);
        Assert.All(
            results, result => Assert.Equal("value", Assert.Single(result.Objects).Version));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Forty_pods_with_ten_objects_each_rotate_with_at_most_30_reads_in_75_seconds()
    {
        const int Pods = 40;
        const int Objects = 10;
        var between = TimeSpan.FromSeconds(75) / Pods;
        // One turn to fill, and one to count.
        for (var mount = 0; mount < 2 * Pods; mount++)
        {
            asked = mount == Pods ? 0 : asked;
            for (var index = 0; index < Objects; index++)
            {
                await Get(TestToken.Of("workload", $"pod-{mount % Pods}"), key: Key with { Name = $"object-{index}" });
            }

            time.Advance(between);
        }

        Assert.InRange(asked, 20, 30);
    }

    [Fact]
    public void A_mount_has_to_prove_its_token_while_another_with_equal_claims_reads_the_same_vault()
    {
        var (one, two) =
            (reads.Credential(new SecretText(TestToken.Of("p", "1"))),
                reads.Credential(new SecretText(TestToken.Of("p", "2"))));
        using var mine = reads.Enter(Demo, two);
        Assert.False(reads.HasToProve(Demo, two));

        using (reads.Enter(Demo with { Name = "other" }, one))
        using (reads.Enter(Demo, reads.Credential(new SecretText(TestToken.Of("q", "1")))))
        using (reads.Enter(Demo, two))
        {
            Assert.False(reads.HasToProve(Demo, two));
        }

        using (reads.Enter(Demo, one))
        {
            Assert.True(reads.HasToProve(Demo, two));
        }

        Assert.False(reads.HasToProve(Demo, two));
    }

    [Fact]
    public async Task A_mount_whose_token_is_proven_does_not_have_to_prove_it()
    {
        await Prove("p", "2");
        using var others = reads.Enter(Demo, reads.Credential(new SecretText(TestToken.Of("p", "1"))));

        Assert.False(reads.HasToProve(Demo, reads.Credential(new SecretText(TestToken.Of("p", "2")))));
        Assert.True(reads.HasToProve(Demo, reads.Credential(new SecretText(TestToken.Of("p", "3")))));
    }

    private static ImmutableArray<VaultObject> Value(string version) =>
        [new VaultSecret(version, new SecretText(version), null, false)];

    private static VaultReadException Status(int status) =>
        new(new MountException(ErrorCodes.VaultFailed, "canary"), status);

    private async Task Prove(string principal, string signature, VaultHost? vault = null) =>
        await Get(TestToken.Of(principal, signature), isRemount: false,
            Key with { Vault = vault ?? Demo, Name = $"proof of {signature}" });

    private async Task Get(string token, bool isRemount = true, ReadKey? key = null) =>
        await time.RunAsync(ended => reads.GetAsync(Read(token, key, isRemount: isRemount), ended));

    private async Task GetAsync(string token, ReadKey key, VaultObject read) =>
        await time.RunAsync(ended => reads.GetAsync(
            Read(token, key, (_, _) =>
            {
                asked++;
                return Task.FromResult<ImmutableArray<VaultObject>>([read]);
            }), ended));

    private MountRead Read(
        string token, ReadKey? key = null,
        Func<ReadProgress, CancellationToken, Task<ImmutableArray<VaultObject>>>? vault = null,
        bool isRemount = true, long? came = null) =>
        new(
            key ?? Key,
            new ReadingMount("shop", reads.Credential(new SecretText(token)), isRemount, came ?? time.GetTimestamp()),
            vault ?? ((_, _) =>
            {
                Interlocked.Increment(ref asked);
                return Task.FromResult(Value("value"));
            }));
}
