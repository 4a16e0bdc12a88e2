using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Provider.KeyVault;
using Provider.Model;
using Provider.Mounting;
using Provider.Sharing;
using Provider.Tests.KeyVault;

namespace Provider.Tests.Mounting;

/// <summary>Permits are for memory that is held, and none is held while a vault keeps a mount waiting.</summary>
public sealed class MountPermitsTests
{
    private const int VolumeLimit = 32 * 1024 * 1024;

    private readonly FakeTimeProvider time = new();
    private readonly MountPermits permits;

    // A namespace has two permits.
    public MountPermitsTests() => permits = new MountPermits(new WeightedSemaphore(4), (_, _) => null, time);

    [Fact]
    public async Task A_mount_keeps_its_permits_until_they_are_disposed_of()
    {
        var first = await ReadAsync("one", Read());
        using var second = (await ReadAsync("one", Read())).Permits;
        var third = ReadAsync("one", Read());
        Assert.False(third.IsCompleted);

        first.Permits.Dispose();

        using var last = (await third).Permits;
    }

    [Fact]
    public async Task A_mount_whose_vault_is_slow_holds_no_permit_and_takes_them_again_when_it_has_read()
    {
        var slow = new TaskCompletionSource<string>();
        var waiting = new[] { ReadAsync("one", slow.Task), ReadAsync("one", slow.Task) };
        var next = ReadAsync("one", Read());
        Assert.False(next.IsCompleted);

        time.Advance(MountPermits.LongestCall);
        var held = await Task.WhenAll(next, ReadAsync("one", Read())).WaitAsync(Patience.Limit);
        slow.SetResult("slow");
        time.Advance(MountPermits.LongestCall);
        Assert.DoesNotContain(waiting, one => one.IsCompleted);

        Array.ForEach(held, one => one.Permits.Dispose());
        Assert.All(await Task.WhenAll(waiting), one => Assert.Equal("slow", one.Read));
    }

    [Fact]
    public async Task What_mounts_of_slow_vaults_hold_is_bounded_for_a_namespace_and_another_one_has_its_own_share()
    {
        // 7 MiB of text each are more than half of the bound, at two bytes a character.
        var size = new VolumeSize(VolumeLimit);
        size.Add(VaultMount.Entry(), [Secret(7 * 1024 * 1024)]);
        var isCanceled = new TaskCompletionSource();
        var full = ReadAsync("one", size, async ended =>
        {
            using var noticed = ended.Register(isCanceled.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, ended);
            return "never";
        });
        var other = new TaskCompletionSource<string>();
        var small = new VolumeSize(VolumeLimit);
        small.Add(VaultMount.Entry(), [Secret(5 * 1024 * 1024)]);
        var others = ReadAsync("other", small, _ => other.Task);

        time.Advance(MountPermits.LongestCall);

        var refused = await Assert.ThrowsAsync<MountException>(() => full.WaitAsync(Patience.Limit));
        Assert.Equal(ErrorCodes.TooManyMounts, refused.Code);
        await isCanceled.Task.WaitAsync(Patience.Limit);
        other.SetResult("read");
        Assert.Equal("read", (await others.WaitAsync(Patience.Limit)).Read);
    }

    [Fact]
    public async Task Each_namespace_has_a_share_of_its_own_for_what_mounts_of_slow_vaults_hold()
    {
        var waits = new CountedWaits();
        var counted = new MountPermits(new WeightedSemaphore(4), (_, _) => null, waits);
        var slow = new TaskCompletionSource<string>();
        var mounts = new[] { "one", "other" }.Select(podNamespace =>
        {
            // Two of them are more than the share of one namespace.
            var size = new VolumeSize(VolumeLimit);
            size.Add(VaultMount.Entry(), [Secret(5 * 1024 * 1024)]);
            return counted.ReadAsync(Run(podNamespace, 1), size, _ => slow.Task, Patience.Limit);
        }).ToList();

        waits.Advance(MountPermits.LongestCall);
        // Each waits a second time once what it holds has been counted.
        await Task.WhenAny([waits.Begun(4), .. mounts]).WaitAsync(Patience.Limit);
        slow.SetResult("read");

        Assert.All(await Task.WhenAll(mounts).WaitAsync(Patience.Limit), one => Assert.Equal("read", one.Read));
    }

    [Fact]
    public async Task A_mount_of_many_objects_takes_several_permits()
    {
        var run = Run("one", MountPermits.ObjectsPerPermit + 1);
        var read = await permits.ReadAsync(run, new VolumeSize(VolumeLimit), _ => Read(), Patience.Limit);
        using var two = read.Permits;

        Assert.False(ReadAsync("one", Read()).IsCompleted);
        using var other = (await ReadAsync("other", Read())).Permits;
    }

    [Fact]
    public async Task A_search_takes_permits_for_the_list_that_it_reads_however_little_it_may_find()
    {
        var search = new ObjectSearch(new NamePattern("*", IsRegexp: false), [], "{name}", MaxObjects: 1);
        var run = Run("one", 1);
        run = run with { Plan = run.Plan with { Entries = [run.Plan.Entries[0] with { Search = search }] } };
        var read = await permits.ReadAsync(run, new VolumeSize(VolumeLimit), _ => Read(), Patience.Limit);
        using var two = read.Permits;

        Assert.False(ReadAsync("one", Read()).IsCompleted);
    }

    [Fact]
    public async Task A_mount_is_said_to_wait_for_a_permit_and_then_for_the_vault()
    {
        List<string> waits = [];
        var begins = 0;
        var run = Run("one", 1) with { WaitsFor = waits.Add, BeginsToRead = () => begins++ };

        using var held = (await permits.ReadAsync(run, new VolumeSize(1), _ => Read(), Patience.Limit)).Permits;

        Assert.Equal([MountWait.Turn, MountWait.Vault], waits);
        Assert.Equal(1, begins);
    }

    private static Task<string> Read() => Task.FromResult("read");

    private static VaultSecret Secret(int length) => new("v", new SecretText(new string('x', length)), null, false);

    private Task<(string Read, IDisposable Permits)> ReadAsync(string podNamespace, Task<string> read) =>
        ReadAsync(podNamespace, new VolumeSize(VolumeLimit), _ => read);

    private Task<(string Read, IDisposable Permits)> ReadAsync(
        string podNamespace, VolumeSize size, Func<CancellationToken, Task<string>> read) =>
        permits.ReadAsync(Run(podNamespace, 1), size, read, Patience.Limit);

    private static MountRun Run(string podNamespace, int objects) => new(
        new MountPlan(
            new PodReference(podNamespace, "pod", "uid", "account"), "class", Cloud.Public, "demo", null,
            new AccessMode.PodIdentity(), [.. Enumerable.Range(0, objects).Select(_ => VaultMount.Entry())]),
        IsRemount: false);

    /// <summary>A clock that stands still and counts the waits that have begun.</summary>
    private sealed class CountedWaits : FakeTimeProvider
    {
        private readonly Channel<ITimer> begun = Channel.CreateUnbounded<ITimer>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            begun.Writer.TryWrite(timer);
            return timer;
        }

        public async Task Begun(int count)
        {
            for (var wait = 0; wait < count; wait++)
            {
                await begun.Reader.ReadAsync(Patience.Limit);
            }
        }
    }
}
