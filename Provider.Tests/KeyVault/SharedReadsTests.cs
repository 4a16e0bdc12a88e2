using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

public sealed class SharedReadsTests : IDisposable
{
    private static readonly ReadKey Key = new("someone", new Uri("https://login.example/"), "demo", ObjectType.Secret, "one", null, 1);

    private readonly FakeTimeProvider time = new();
    private readonly SharedReads reads;
    private int asked;

    public SharedReadsTests() => reads = new SharedReads(TimeSpan.FromSeconds(30), time);

    public void Dispose() => reads.Dispose();

    [Fact]
    public async Task A_remount_is_given_a_young_answer_and_asks_for_an_old_one()
    {
        await Get(isRemount: false);
        time.Advance(TimeSpan.FromSeconds(29));
        await Get(isRemount: true);
        Assert.Equal(1, asked);

        time.Advance(TimeSpan.FromSeconds(1));
        await Get(isRemount: true);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_first_mount_always_asks()
    {
        await Get(isRemount: false);
        await Get(isRemount: false);

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Another_principal_is_never_given_the_answer()
    {
        await Get(isRemount: false);
        await Get(isRemount: true, Key with { Principal = "somebody else" });

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        await Assert.ThrowsAsync<IOException>(() => reads.GetAsync(Key, true, _ => throw new IOException(), Patience.Limit));
        await Get(isRemount: true);

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Mounts_that_come_at_once_ask_once_and_one_that_comes_later_asks_anew()
    {
        var answers = new Queue<TaskCompletionSource<ImmutableArray<VaultObject>>>([new(), new()]);
        var waiting = answers.ToArray();
        var begun = new SemaphoreSlim(0);
        Task<ImmutableArray<VaultObject>> Read(CancellationToken ended)
        {
            Interlocked.Increment(ref asked);
            var answer = answers.Dequeue();
            begun.Release();
            return answer.Task;
        }

        var early = reads.GetAsync(Key, false, Read, Patience.Limit);
        await begun.WaitAsync(Patience.Limit);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var late = Enumerable.Range(0, 5).Select(_ => reads.GetAsync(Key, false, Read, Patience.Limit)).ToArray();
        waiting[0].SetResult([new VaultSecret("old", new SecretText("old"), null, false)]);
        await begun.WaitAsync(Patience.Limit);
        waiting[1].SetResult([new VaultSecret("new", new SecretText("new"), null, false)]);

        Assert.Equal("old", Assert.Single((await early).Objects).Version);
        Assert.All(await Task.WhenAll(late), answer => Assert.Equal("new", Assert.Single(answer.Objects).Version));
        Assert.Equal(2, asked);
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
                await Get(isRemount: true, Key with { Name = $"object-{index}" });
            }

            time.Advance(between);
        }

        Assert.InRange(asked, 20, 30);
    }

    [Fact]
    public async Task Nothing_is_kept_when_it_is_turned_off()
    {
        using var off = new SharedReads(TimeSpan.Zero, time);
        await off.GetAsync(Key, true, Read, Patience.Limit);
        await off.GetAsync(Key, true, Read, Patience.Limit);

        Assert.Equal(2, asked);
    }

    private async Task<ImmutableArray<VaultObject>> Get(bool isRemount, ReadKey? key = null) =>
        (await reads.GetAsync(key ?? Key, isRemount, Read, Patience.Limit)).Objects;

    private Task<ImmutableArray<VaultObject>> Read(CancellationToken ended)
    {
        Interlocked.Increment(ref asked);
        return Task.FromResult<ImmutableArray<VaultObject>>([new VaultSecret("v", new SecretText("value"), null, false)]);
    }
}
