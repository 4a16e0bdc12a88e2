using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>What a mount reads is bounded while it is read, and nothing is refused that would fit.</summary>
public sealed class VolumeSizeTests
{
    private static readonly string Large = new('x', 25_000);

    [Theory]
    [InlineData(nameof(ObjectEncoding.Utf8), false, 100)]
    [InlineData(nameof(ObjectEncoding.Hex), false, 201)]
    [InlineData(nameof(ObjectEncoding.Base64), false, 136)]
    [InlineData(nameof(ObjectEncoding.Utf8), true, 201)]
    public void A_value_counts_as_the_smallest_file_that_it_can_become(string encodingName, bool isCertificate,
        int fits)
    {
        var encoding = Enum.Parse<ObjectEncoding>(encodingName);
        var entry = VaultMount.Entry() with { Encoding = encoding };
        VaultObject Secret(int length) => new VaultSecret("v", new SecretText(new string('0', length)), null,
            isCertificate);

        Assert.True(new VolumeSize(100).Add(entry, [Secret(fits)]));
        Assert.False(new VolumeSize(100).Add(entry, [Secret(fits + (encoding == ObjectEncoding.Base64 ? 4 : 1))]));
    }

    [Fact]
    public void The_sum_counts()
    {
        var size = new VolumeSize(100);
        static VaultObject Certificate() => new VaultCertificate("v", new byte[50]);

        Assert.True(size.Add(VaultMount.Entry(), [Certificate()]));
        Assert.True(size.Add(VaultMount.Entry(), [Certificate()]));
        Assert.False(size.Add(VaultMount.Entry(), [Certificate()]));
    }

    [Fact]
    public void An_object_that_entries_have_in_common_counts_once()
    {
        var size = new VolumeSize(100);
        VaultObject secret = new VaultSecret("v", new SecretText(new string('x', 100)), null, false);
        for (var entry = 0; entry < 1000; entry++)
        {
            Assert.True(size.Add(VaultMount.Entry(index: entry), [secret]));
        }

        Assert.Equal(VolumeSize.Memory(secret), size.Held);
    }

    [Fact]
    public void Whatever_is_read_takes_up_memory()
    {
        var text = new string('x', 1000);
        VaultObject[] large =
        [
            new VaultSecret("v", new SecretText(text), null, false),
            new VaultCertificate("v", new byte[2000]),
            new VaultKey("v", "RSA", null) { Modulus = new byte[2000] },
            new VaultKey("v", "EC", "P-256") { Tags = text },
            new VaultListing([ListedObject.Of(text, [])]),
        ];

        Assert.All(large, one => Assert.InRange(VolumeSize.Memory(one), 2000, 3000));
        // Keys, tags and lists are in no volume.
        Assert.True(new VolumeSize(0).Add(VaultMount.Entry(), large[2..]));
    }

    [Fact]
    public async Task More_versions_than_are_listed_are_an_error()
    {
        using var vault = new FakeVault();
        vault.Responds("/secrets/name/versions", Page([.. Enumerable.Range(0, 10_001).Select(id => $"{id:x32}")]));
        using var mount = new VaultMount(vault);

        var error = await mount.FailsAsync(VaultMount.Entry(history: 2));

        Assert.Equal(ErrorCodes.TooManyObjects, error.Code);
        Assert.Contains("more than 10000 versions of it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_that_has_not_ended_takes_up_memory_and_none_when_it_has()
    {
        var size = new VolumeSize(100);
        using (var read = size.Begin())
        {
            read.Add(1000);
            read.Add(500);
            Assert.Equal(1500, size.Held);
        }

        Assert.Equal(0, size.Held);
    }

    [Fact]
    public async Task A_list_without_end_is_an_error()
    {
        using var vault = new FakeVault();
        using var mount = new VaultMount(vault);
        vault.Responds("/secrets/name/versions", Page([], $"https://{mount.Host}/secrets/name/versions?next"));

        var error = await mount.FailsAsync(VaultMount.Entry(history: 2), Patience.Limit);

        Assert.Equal(ErrorCodes.TooManyObjects, error.Code);
    }

    [Fact]
    public async Task Versions_take_up_memory_while_the_rest_of_their_list_is_waited_for()
    {
        using var vault = new FakeVault();
        using var mount = new VaultMount(vault);
        var versions = Versions(100);
        vault.Responds("/secrets/name/versions", Page(versions, $"https://{mount.Host}/secrets/name/more"));
        vault.Responds("/secrets/name/more", Page([]));
        Array.ForEach(versions, version => RespondsWith(vault, version, "small"));

        await AssertHeldAsync(
            vault, mount, "/secrets/name/more", VaultMount.Entry(history: 2), 100 * 32 * sizeof(char));
    }

    [Fact]
    public async Task Objects_take_up_memory_while_the_rest_of_their_list_is_waited_for()
    {
        using var vault = new FakeVault();
        using var mount = new VaultMount(vault);
        var objects = Versions(100).Select(name => $$"""{"id":"https://{{mount.Host}}/secrets/{{name}}"}""");
        vault.Responds(
            "/secrets",
            "{\"value\":[" + string.Join(',', objects) + $"],\"nextLink\":\"https://{mount.Host}/secrets/more\"}}");
        vault.Responds("/secrets/more", """{"value":[]}""");
        var search = new ObjectSearch(new NamePattern("*", false), [], "{name}", 1);

        await AssertHeldAsync(
            vault, mount, "/secrets/more", VaultMount.Entry() with { Search = search }, 100 * 32 * sizeof(char));
    }

    [Fact]
    public async Task Versions_that_were_read_take_up_memory_while_the_others_are_waited_for()
    {
        using var vault = new FakeVault();
        using var mount = new VaultMount(vault);
        var versions = Versions(20);
        vault.Responds("/secrets/name/versions", Page(versions));
        foreach (var version in versions)
        {
            RespondsWith(vault, version, Large);
        }

        // Sixteen are read at once.
        await AssertHeldAsync(
            vault, mount, $"/secrets/name/{versions[16]}", VaultMount.Entry(history: 20),
            16 * Large.Length * sizeof(char));
    }

    [Fact]
    public async Task A_thousand_entries_of_one_large_secret_end_before_all_are_read()
    {
        using var vault = new FakeVault();
        for (var name = 0; name < 1000; name++)
        {
            vault.Responds(
                $"/secrets/name-{name}",
                $$"""{"id":"https://demo.vault.azure.net/secrets/name-{{name}}/v","value":"{{Large}}"}""");
        }

        using var mount = new VaultMount(vault);
        var entries = Enumerable.Range(0, 1000).Select(index => VaultMount.Entry(name: $"name-{index}",
            index: index)).ToArray();

        var error = await Assert.ThrowsAsync<MountException>(() => mount.ReadAllAsync(entries));

        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
        // 4 MiB are 168 of them; as many more as are read at once may be under way.
        Assert.InRange(vault.Requests.Count, 160, 250);
    }

    [Fact]
    public async Task A_long_history_of_large_versions_ends_before_all_are_read()
    {
        using var vault = new FakeVault();
        var versions = Versions(1000);
        vault.Responds("/secrets/name/versions", Page(versions));
        foreach (var version in versions)
        {
            RespondsWith(vault, version, Large);
        }

        using var mount = new VaultMount(vault);

        var error = await mount.FailsAsync(VaultMount.Entry(history: 1000));

        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
        Assert.InRange(vault.Requests.Count, 160, 200);
    }

    private static void RespondsWith(FakeVault vault, string version, string value) => vault.Responds(
        $"/secrets/name/{version}",
        $$"""{"id":"https://demo.vault.azure.net/secrets/name/{{version}}","value":"{{value}}"}""");

    // While a request of the entry waits, so many bytes count, and they do not once the mount has ended.
    private static async Task AssertHeldAsync(
        FakeVault vault, VaultMount mount, string path, ObjectEntry entry, int bytes)
    {
        var goesOn = new TaskCompletionSource();
        var arrived = vault.Holds(path, goesOn.Task);
        var size = new VolumeSize(int.MaxValue);
        var reading = mount.ReadAllAsync([entry], Patience.Limit, size);

        await Task.WhenAny(arrived, reading).WaitAsync(Patience.Limit);

        Assert.InRange(size.Held, bytes, 2 * bytes + 50_000);
        goesOn.SetResult();
        var read = await reading;
        Assert.Equal(read[0].Sum(VolumeSize.Memory), size.Held);
    }

    private static string[] Versions(int count) =>
        [.. Enumerable.Range(0, count).Select(number => $"{number:x32}")];

    private static string Page(IEnumerable<string> versions, string? next = null) => "{\"value\":[" + string.Join(
        ',', versions.Select(version => $$"""{"id":"https://demo.vault.azure.net/secrets/name/{{version}}"}"""))
        + (next is null ? "]}" : $"],\"nextLink\":\"{next}\"}}");
}
