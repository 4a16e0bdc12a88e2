using System.Collections.Immutable;
using Provider.Http;
using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>What stays of reads in memory, for whom, and what a shared read lasts for.</summary>
public sealed class CachedReadsTests
{
    private static readonly VaultHost Demo = new("demo.vault.azure.net", 443);
    private static readonly ReadKey Key = new(Demo, ObjectType.Secret, "one", null, 1);

    // More than fit.
    private const int Many = 500;

    private static readonly string Large = new('x', 25_000);

    private readonly VirtualTime time = new();
    private int asked;

    [Fact]
    public async Task Four_lists_are_cached_however_many_objects_are()
    {
        using var reads = new SharedReads(TimeSpan.FromSeconds(30), time);
        string[] vaults = ["one", "two", "three", "four", "five"];
        foreach (var vault in vaults)
        {
            await GetAsync(reads, Key with { Vault = Demo with { Name = vault }, Name = "" });
            await GetAsync(reads, Key with { Vault = Demo with { Name = vault } });
        }

        asked = 0;
        foreach (var vault in vaults.Skip(1))
        {
            await GetAsync(reads, Key with { Vault = Demo with { Name = vault }, Name = "" });
            await GetAsync(reads, Key with { Vault = Demo with { Name = vault } });
        }

        Assert.Equal(0, asked);
        await GetAsync(reads, Key with { Vault = Demo with { Name = "one" }, Name = "" });
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_namespace_that_reads_more_than_fits_pushes_out_its_own_results()
    {
        using var reads = new SharedReads(TimeSpan.FromSeconds(30), time);
        await GetAsync(reads, Key, "victim");
        for (var number = 0; number < Many; number++)
        {
            await GetAsync(reads, Key with { Name = $"object-{number}" }, "attacker", text: Large);
        }

        Assert.InRange(reads.Cached, 2, Many - 1);

        asked = 0;
        await GetAsync(reads, Key, "victim");
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task A_namespace_with_more_tokens_than_proofs_fit_pushes_out_its_own_proofs()
    {
        using var reads = new SharedReads(TimeSpan.FromSeconds(30), time);
        var victim = TestToken.Of("p", "victim");
        await GetAsync(reads, Key, "victim", victim);
        for (var number = 0; number < 2_000; number++)
        {
            await GetAsync(reads, Key, "attacker", TestToken.Of("q", $"{number}"));
        }

        using var others = reads.Enter(Demo, reads.Credential(new SecretText(TestToken.Of("p", "other"))));
        Assert.False(reads.HasToProve(Demo, reads.Credential(new SecretText(victim))));
    }

    [Fact]
    public async Task A_read_has_the_time_of_the_mount_that_has_most()
    {
        using var reads = new SharedReads(TimeSpan.FromSeconds(30), time);
        var joined = new TaskCompletionSource();
        TimeSpan? remaining = null;
        Task Wait(int seconds)
        {
            using var deadline = CallDeadline.Begin(TimeSpan.FromSeconds(seconds), time);
            return reads.GetAsync(
                Read(reads, Key, "shop", async (_, _) =>
                {
                    await joined.Task;
                    remaining = CallDeadline.Remaining;
                    return Value();
                }),
                Patience.Limit);
        }

        var (first, second) = (Wait(10), Wait(60));
        joined.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(TimeSpan.FromSeconds(60), remaining);
    }

    [Fact]
    public async Task A_mount_is_accepted_with_the_first_response_and_before_the_read_has_ended()
    {
        using var reads = new SharedReads(TimeSpan.FromSeconds(30), time);
        var response = new TaskCompletionSource<ImmutableArray<VaultObject>>();
        var read = Read(reads, Key, "shop", (progress, _) =>
        {
            progress.Accepted();
            return response.Task;
        });

        var reading = reads.GetAsync(read, Patience.Limit);
        await read.Mount.Accepted.WaitAsync(Patience.Limit);
        Assert.False(reading.IsCompleted);

        response.SetResult(Value());
        await reading;
    }

    [Fact]
    public async Task After_a_refusal_of_one_token_all_others_ask_with_their_own()
    {
        using var reads = new SharedReads(TimeSpan.FromSeconds(30), time);
        string[] tokens = [TestToken.Of("p", "1"), TestToken.Of("p", "2"), TestToken.Of("p", "3")];
        foreach (var token in tokens)
        {
            await GetAsync(reads, Key with { Name = $"proof of {token}" }, token: token);
        }

        var refusal = new TaskCompletionSource<ImmutableArray<VaultObject>>();
        var both = new CountdownEvent(2);
        var allOwn = new TaskCompletionSource();
        var first = reads.GetAsync(Read(reads, Key, "shop", (_, _) => refusal.Task, tokens[0]), Patience.Limit);
        var others = tokens.Skip(1).Select(token => reads.GetAsync(
            Read(reads, Key, "shop", async (_, ended) =>
            {
                if (both.Signal())
                {
                    allOwn.SetResult();
                }

                await allOwn.Task.WaitAsync(ended);
                return Value();
            }, token), Patience.Limit)).ToArray();
        refusal.SetException(new VaultReadException(new MountException(ErrorCodes.VaultFailed, "canary"), 403));

        await Assert.ThrowsAsync<VaultReadException>(() => first);
        await allOwn.Task.WaitAsync(Patience.Limit);
        await Task.WhenAll(others);
        both.Dispose();
    }

    private static ImmutableArray<VaultObject> Value(string text = "value") =>
        [new VaultSecret("v", new SecretText(text), null, false)];

    private Task<SharedRead> GetAsync(
        SharedReads reads, ReadKey key, string podNamespace = "shop", string token = "a", string text = "value") =>
        reads.GetAsync(
            Read(
                reads, key, podNamespace,
                (_, _) =>
                {
                    asked++;
                    return Task.FromResult(Value(text));
                },
                token),
            Patience.Limit);

    private MountRead Read(
        SharedReads reads, ReadKey key, string podNamespace,
        Func<ReadProgress, CancellationToken, Task<ImmutableArray<VaultObject>>> vault, string token = "a") => new(
            key,
            new ReadingMount(
                podNamespace, reads.Credential(new SecretText(token)), IsRemount: true, time.GetTimestamp()),
            vault);
}
