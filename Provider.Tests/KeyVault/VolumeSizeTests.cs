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
        VaultObject certificate = new VaultCertificate("v", new byte[50]);

        Assert.True(size.Add(VaultMount.Entry(), [certificate]));
        Assert.True(size.Add(VaultMount.Entry(), [certificate]));
        Assert.False(size.Add(VaultMount.Entry(), [certificate]));
        Assert.Equal(150, size.Bytes);
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
        string[] versions = [.. Enumerable.Range(0, 1000).Select(number => $"{number:x32}")];
        vault.Responds("/secrets/name/versions", Page(versions));
        foreach (var version in versions)
        {
            vault.Responds(
                $"/secrets/name/{version}",
                $$"""{"id":"https://demo.vault.azure.net/secrets/name/{{version}}","value":"{{Large}}"}""");
        }

        using var mount = new VaultMount(vault);

        var error = await mount.FailsAsync(VaultMount.Entry(history: 1000));

        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
        Assert.InRange(vault.Requests.Count, 160, 200);
    }

    private static string Page(IEnumerable<string> versions) => "{\"value\":[" + string.Join(
        ',', versions.Select(version => $$"""{"id":"https://demo.vault.azure.net/secrets/name/{{version}}"}""")) + "]}";
}
