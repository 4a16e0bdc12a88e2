using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using Provider.Content;
using Provider.Content.Converting;
using Provider.Model;
using Provider.Tests.Model;

namespace Provider.Tests.Content;

/// <summary>Conversions of a node's mounts: shared, cached, bounded.</summary>
public sealed class ConversionsTests : IDisposable
{
    private static readonly TestChain Chain = TestChain.Shared;
    private static readonly string Pfx = Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, Chain.InOrder));
    private static readonly byte[] Slow = Convert.FromBase64String(File.ReadAllText(
        Path.Combine(Repository.Root, "Provider.Tests", "Content", "Certificates", "dos-590000-mac.pfx.b64")));

    private readonly FakeTimeProvider time = new();
    private readonly Conversions conversions;

    public ConversionsTests() => conversions = new Conversions(
        new ContentOptions(true, false), permits: 1, largestVolume: 4 * 1024 * 1024, time);

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    public void Dispose() => conversions.Dispose();

    [Fact]
    public async Task Equal_values_are_converted_once_for_all_namespaces()
    {
        var mounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(pod => MakeAsync($"namespace-{pod % 4}", Pfx)));

        Assert.Single(mounts.Select(Bytes).Distinct());
        Assert.Same(Bytes(mounts[0]), Bytes(await MakeAsync("another", Pfx)));
    }

    [Fact]
    public async Task Another_format_or_encoding_is_another_conversion()
    {
        var pem = TestChain.Pem(Chain.Leaf) + Chain.LeafKeyPem;
        var entry = Case.Certificate(Case.PemFile).Entry;

        var text = await MakeAsync("a", pem, entry, Case.PemFile);
        var pfx = await MakeAsync("a", pem, entry with { Format = ObjectFormat.Pfx }, Case.PemFile);
        var bytes =
            await MakeAsync(
                "a", pem, entry with { Format = ObjectFormat.Pfx, Encoding = ObjectEncoding.Base64 }, Case.PemFile);

        Assert.Equal(3, new[] { text, pfx, bytes }.Select(volume => Convert.ToHexString(Bytes(volume))).Distinct()
            .Count());
    }

    [Fact]
    public async Task Content_is_dropped_two_minutes_after_its_last_use()
    {
        var first = Bytes(await MakeAsync("a", Pfx));
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.Same(first, Bytes(await MakeAsync("a", Pfx)));
        time.Advance(TimeSpan.FromSeconds(119));
        Assert.Same(first, Bytes(await MakeAsync("a", Pfx)));

        time.Advance(TimeSpan.FromSeconds(120));

        Assert.NotSame(first, Bytes(await MakeAsync("a", Pfx)));
    }

    [Fact]
    public async Task What_a_namespace_converts_pushes_out_its_own_content_and_none_of_another()
    {
        // 25 KB each, and more than 8 MiB in all.
        var chain = string.Concat(Enumerable.Repeat(TestChain.Pem(Chain.Leaf), 30));
        string Large(int number) => TestChain.Pem(Chain.Leaf) + Chain.LeafKeyPem + chain + $"# {number}\n";
        var entry = Case.Certificate(Case.PemFile).Entry;
        var others = Bytes(await MakeAsync("other", Large(-1), entry, Case.PemFile));
        var first = Bytes(await MakeAsync("one", Large(0), entry, Case.PemFile));
        Assert.InRange(first.Length, 10_000, 50_000);

        for (var number = 1; number * first.Length < 9 * 1024 * 1024; number++)
        {
            await MakeAsync("one", Large(number), entry, Case.PemFile);
        }

        Assert.Same(others, Bytes(await MakeAsync("other", Large(-1), entry, Case.PemFile)));
        Assert.NotSame(first, Bytes(await MakeAsync("one", Large(0), entry, Case.PemFile)));
    }

    [Fact]
    public async Task A_namespace_with_one_conversion_goes_before_the_queue_of_another()
    {
        var ended = new ConcurrentQueue<string>();
        var files = Enumerable.Range(0, 11).Select(number => TestPfx.Hidden(Chain.LeafKey, 100_000, number)).ToList();
        async Task ConvertAsync(string owner, string file)
        {
            await MakeAsync(owner, file);
            ended.Enqueue(owner);
        }

        var many = files.Take(10).Select(file => ConvertAsync("many", file)).ToList();
        await Task.WhenAny(many);
        await ConvertAsync("one", files[10]);

        await Task.WhenAll(many);
        Assert.InRange(ended.TakeWhile(owner => owner != "one").Count(), 1, 5);
    }

    [Fact]
    public async Task A_failure_is_cached_too_and_names_the_entry_that_asks()
    {
        var locked = Convert.ToBase64String(TestPfx.Make(Chain.LeafKey, [Chain.Leaf], "secret"));
        var entry = Case.Certificate(Case.Pkcs12).Entry;

        var first = await Assert.ThrowsAsync<MountException>(() => MakeAsync("a", locked, entry));
        var second =
            await Assert.ThrowsAsync<MountException>(
                () => MakeAsync("b", locked, entry with { Index = 7, Name = "other" }));

        Assert.Contains("objects[0] \"name\"", first.Message, StringComparison.Ordinal);
        Assert.Contains("objects[7] \"other\"", second.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hundred_entries_of_one_slow_pfx_cost_one_conversion()
    {
        var volume = await MakeAsync("a", Enumerable.Repeat(Convert.ToBase64String(Slow), 100));

        Assert.Equal(100, volume.Files.Length);
        Assert.Single(volume.Files.Select(file => Bytes(file)).Distinct());
    }

    [Fact]
    public async Task A_mount_that_asks_for_too_much_is_refused_before_anything_is_derived()
    {
        // 34 files of 590,000 rounds, each with its own: more than 20 million in all.
        var error =
            await Assert.ThrowsAsync<MountException>(() => MakeAsync("a", Enumerable.Range(0, 34).Select(SlowFile)));

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains("limit of 20,000,000", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"objects\[3[23]\]", error.Message);
    }

    [Fact]
    public async Task What_conversions_take_beyond_their_headers_counts_for_the_mount()
    {
        // The headers ask for a few rounds; a key in an encrypted safe takes 59,000.
        var files = Enumerable.Range(0, 4).Select(number => TestPfx.Hidden(Chain.LeafKey, 59_000, number));
        using var limited = new Conversions(
            new ContentOptions(true, false), permits: 1, largestVolume: 4 * 1024 * 1024, time, mountLimit: 150_000);

        var error = await Assert.ThrowsAsync<MountException>(() => MakeAsync("a", files, limited));

        Assert.Equal(ErrorCodes.CertificateUnreadable, error.Code);
        Assert.Contains("limit of 150,000", error.Message, StringComparison.Ordinal);
        Assert.Contains("objects[2]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_over_its_limit_is_refused_before_the_files_in_front_of_it_are_converted()
    {
        var over = (byte[])Slow.Clone();
        // INTEGER 0x7FFFFF, at the end of macData.
        (over[^3], over[^2], over[^1]) = (0x7F, 0xFF, 0xFF);

        var error = await Assert.ThrowsAsync<MountException>(() => MakeAsync("a", [Pfx, Convert.ToBase64String(over)]));

        Assert.Contains("asks for 8,388,6", error.Message, StringComparison.Ordinal);
        Assert.Contains("limit of 3,000,000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mount_that_ends_leaves_its_conversion_and_the_permit_comes_back()
    {
        using var ends = new CancellationTokenSource();
        var waiting = conversions.MakeAsync(
            "a", [Case.Certificate(Case.Pkcs12).Entry], [[Secret(SlowFile(1))]], ends.Token);
        // Nothing shows that a derivation has begun. One that has not yet is canceled too: the test then proves less.
        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Canceled);

        await ends.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Single((await MakeAsync("b", Pfx)).Files);
    }

    [Fact]
    public async Task Who_needs_no_conversion_waits_for_none()
    {
        var slow = MakeAsync("a", Enumerable.Range(0, 30).Select(SlowFile));

        var plain = await conversions.MakeAsync(
            "b", [new Case().Entry], [[new VaultSecret("v1", new SecretText("plain"), null, false)]], Canceled);

        Assert.Single(plain.Files);
        Assert.False(slow.IsCompleted);
        await Assert.ThrowsAsync<MountException>(() => slow);
    }

    // Each has another number of rounds, so the MAC does not fit and the values differ.
    private static string SlowFile(int number)
    {
        var file = (byte[])Slow.Clone();
        file[^1] = (byte)number;
        return Convert.ToBase64String(file);
    }

    private static VaultSecret Secret(string value, string contentType = Case.Pkcs12) =>
        new("v1", new SecretText(value), contentType, true);

    private static byte[] Bytes(VolumeContent volume) => Bytes(Assert.Single(volume.Files));

    private static byte[] Bytes(VolumeFile file) =>
        MemoryMarshal.TryGetArray(file.Contents, out var array) ? array.Array! : [];

    private Task<VolumeContent> MakeAsync(string owner, string value) =>
        MakeAsync(owner, value, Case.Certificate(Case.Pkcs12).Entry);

    private Task<VolumeContent> MakeAsync(
        string owner, string value, ObjectEntry entry, string contentType = Case.Pkcs12) =>
        conversions.MakeAsync(owner, [entry], [[Secret(value, contentType)]], Canceled);

    private Task<VolumeContent> MakeAsync(string owner, IEnumerable<string> values, Conversions? by = null)
    {
        var entry = Case.Certificate(Case.Pkcs12).Entry;
        ImmutableArray<VaultObject> One(string value) => [Secret(value)];
        return (by ?? conversions).MakeAsync(
            owner, [.. values.Select((_, index) => entry with { Index = index, Path = Paths.Of($"path-{index}") })],
            [.. values.Select(One)], Canceled);
    }
}
