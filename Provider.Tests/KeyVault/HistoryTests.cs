using System.Globalization;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>Histories of every type, over several pages, with disabled versions.</summary>
public sealed class HistoryTests
{
    public static TheoryData<string> Types =>
        [nameof(ObjectType.Secret), nameof(ObjectType.Key), nameof(ObjectType.Certificate)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Exactly_as_many_enabled_versions_as_asked_for_are_read_newest_first(string type)
    {
        using var mount = Mount(type, out var vault, ["v1:10", "v2:20:off"], ["v5:50", "v3:30", "v4:40"]);

        var versions = await mount.ReadAsync(Entry(type, 3));

        Assert.Equal(["v5", "v4", "v3"], versions.Select(version => version.Version));
        Assert.Equal(5, vault.Requests.Count);
        Assert.All(vault.Hosts, host => Assert.Equal(mount.Host, host));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_history_begins_at_the_version_that_is_asked_for(string type)
    {
        using var mount = Mount(type, out _, ["v1:10", "v2:20", "v3:30:off", "v4:40", "v5:50"]);

        Assert.Equal(["v4", "v2"], (await mount.ReadAsync(Entry(type, 2, "v4"))).Select(version => version.Version));
        Assert.Equal(["v2", "v1"], (await mount.ReadAsync(Entry(type, 9, "v2"))).Select(version => version.Version));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Versions_of_one_second_keep_the_order_of_the_vaults_list(string type)
    {
        using var mount = Mount(type, out _, ["b:10", "c:10", "old:9", "a:10"]);

        Assert.Equal(["b", "c", "a"], (await mount.ReadAsync(Entry(type, 3))).Select(version => version.Version));
    }

    [Theory]
    [InlineData("v9")]
    [InlineData("v2")]
    public async Task A_history_that_is_to_begin_at_a_missing_or_disabled_version_is_not_found(string start)
    {
        using var mount = Mount(nameof(ObjectType.Secret), out _, ["v1:10", "v2:20:off"]);

        var error = await mount.FailsAsync(Entry(nameof(ObjectType.Secret), 2, start));

        Assert.Equal(ErrorCodes.ObjectNotFound, error.Code);
        Assert.Contains($"no version {start}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("has no such key")]
    [InlineData("has no enabled version of it", "v1:10:off")]
    public async Task A_history_without_an_enabled_version_is_not_found(string expected, params string[] versions)
    {
        using var mount = Mount(nameof(ObjectType.Key), out _, versions);

        var error = await mount.FailsAsync(Entry(nameof(ObjectType.Key), 2));

        Assert.Equal(ErrorCodes.ObjectNotFound, error.Code);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_next_page_on_another_host_is_not_asked_for(string type)
    {
        var kind = Kind(type);
        var vault = new FakeVault().Responds(
                $"/{kind}/name/versions", """{"value":[],"nextLink":"https://evil.vault.azure.net/more?x=1"}""");
        using var mount = new VaultMount(vault);

        var error = await mount.FailsAsync(Entry(type, 2));

        Assert.Equal(ErrorCodes.VaultFailed, error.Code);
        Assert.Contains("evil.vault.azure.net", error.Message, StringComparison.Ordinal);
        Assert.All(vault.Hosts, host => Assert.Equal(mount.Host, host));
    }

    [Theory]
    [InlineData("http://{0}/keys/name/versions")]
    [InlineData("https://{0}:8443/keys/name/versions")]
    [InlineData("https://user@{0}.evil.example/keys")]
    [InlineData("/keys/name/versions")]
    [InlineData("nonsense")]
    public async Task A_next_page_that_is_not_the_vaults_address_is_refused(string link)
    {
        var vault = new FakeVault();
        using var mount = new VaultMount(vault);
        var next = string.Format(CultureInfo.InvariantCulture, link, mount.Host);
        vault.Responds("/keys/name/versions", $$"""{"value":[],"nextLink":"{{next}}"}""");

        Assert.Equal(ErrorCodes.VaultFailed, (await mount.FailsAsync(Entry(nameof(ObjectType.Key), 2))).Code);
        Assert.Single(vault.Requests);
    }

    [Fact]
    public async Task A_long_history_is_read_whole()
    {
        var versions = Enumerable.Range(0, 100).Select(i => $"v{i:000}:{i}").ToArray();
        using var mount = Mount(nameof(ObjectType.Secret), out _, versions);

        var read = await mount.ReadAsync(Entry(nameof(ObjectType.Secret), int.MaxValue));

        Assert.Equal(Enumerable.Range(0, 100).Reverse()
            .Select(i => $"v{i:000}"), read.Select(version => version.Version));
    }

    private static ObjectEntry Entry(string type, int history, string? start = null) =>
        VaultMount.Entry(Enum.Parse<ObjectType>(type), version: start, history: history);

    private static string Kind(string type) => type switch
    {
        nameof(ObjectType.Secret) => "secrets",
        nameof(ObjectType.Key) => "keys",
        _ => "certificates",
    };

    // Each page is a list of id:created, with :off behind a disabled version.
    private static VaultMount Mount(string type, out FakeVault vault, params string[][] pages)
    {
        vault = new FakeVault();
        var mount = new VaultMount(vault);
        var kind = Kind(type);
        for (var page = 0; page < pages.Length; page++)
        {
            var next = page + 1 < pages.Length
                ? $"\"https://{mount.Host}/{kind}/page{page + 1}?api-version=7.6\""
                : "null";
            var path = page == 0 ? $"/{kind}/name/versions" : $"/{kind}/page{page}";
            vault.Responds(
                path, $$"""{"value":[{{string.Join(',', pages[page].Select(version => Item(kind, version)))}}],"nextLink":{{next}}}""");
        }

        foreach (var id in pages.SelectMany(page => page).Select(version => version.Split(':')[0]))
        {
            var full = $"https://{mount.Host}/{kind}/name/{id}";
            vault.Responds(
                $"/{kind}/name/{id}", kind == "keys"
                    ? $$$"""{"key":{"kid":"{{{full}}}","kty":"RSA"}}"""
                    : $$"""{"id":"{{full}}","value":"x","cer":"AQID"}""");
        }

        return mount;
    }

    private static VaultMount Mount(string type, out FakeVault vault, params string[] page) =>
        Mount(type, out vault, [page]);

    private static string Item(string kind, string version)
    {
        var parts = version.Split(':');
        var enabled = parts.Length < 3 ? "true" : "false";
        var id = kind == "keys" ? "kid" : "id";
        return $$$"""{"{{{id}}}":"https://x.vault.azure.net/{{{kind}}}/name/{{{parts[0]}}}","attributes":{"enabled":{{{enabled}}},"created":{{{parts[1]}}}}}""";
    }
}
