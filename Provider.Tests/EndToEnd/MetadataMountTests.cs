using Provider.Sandbox.Cloud;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>Files that describe what is mounted, over the socket.</summary>
public sealed class MetadataMountTests
{
    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Entries_share_a_description_that_costs_no_call_and_holds_no_value(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        var one = stage.Vault.SetSecret("one", "canary-value");
        var two = stage.Vault.SetSecret("two", "canary-value");
        stage.Vault.Change("secrets", "one", one, version => version with
        {
            Created = DateTimeOffset.UnixEpoch, Expires = DateTimeOffset.UnixEpoch.AddYears(100),
        });
        stage.Vault.Change("secrets", "two", two, version => version with { Created = DateTimeOffset.UnixEpoch });
        stage.Vault.Tag("secrets", "two", ("team", "shop \u00e9"));

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "objectName: one\nobjectType: secret\nmetadataAlias: .versions.json\nfilePermission: \"0440\"",
            "objectName: two\nobjectType: secret\nmetadataAlias: .versions.json\nmetadataTags: true",
            "objectName: gone\nobjectType: secret\nmetadataAlias: .versions.json\noptional: true"));

        Assert.Equal([".versions.json", "one", "two"], volume.Files.Keys);
        Assert.Equal(Described(one, two), volume.Files[".versions.json"].Text);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead, volume.Files[".versions.json"].Mode);
        Assert.Equal(
            ["secret/one", "secret/one#.versions.json", "secret/two"],
                volume.Versions.Keys.Order(StringComparer.Ordinal));
        Assert.Matches("^[0-9a-f]{32}$", volume.Versions["secret/one#.versions.json"]);
        Assert.Equal(3, stage.Cloud.Calls.Count("vault"));
    }

    [Fact]
    public async Task Its_version_changes_with_the_versions_it_names()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        var entries = ValidRequest.Entries("objectName: one\nobjectType: secret\nmetadataAlias: m");

        var first = (await stage.MountAsync(entries)).Versions["secret/one#m"];
        var again = (await stage.MountAsync(entries)).Versions["secret/one#m"];
        stage.Vault.SetSecret("one", "1");
        var changed = (await stage.MountAsync(entries)).Versions["secret/one#m"];

        Assert.Equal(first, again);
        Assert.NotEqual(first, changed);
    }

    // Everything beside the value is another principal's to write, and none of it fails a mount.
    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    public async Task Tags_that_are_not_tags_are_none(string tags)
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        stage.Cloud.Faults.Add("vault", new Fault.Respond(
            200, Body: $$"""{"id":"https://demo.vault.azure.net/secrets/one/v1","value":"1","tags":{{tags}}}"""));

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "objectName: one\nobjectType: secret\nmetadataAlias: m\nmetadataTags: true"));

        Assert.Contains("\"tags\": {}", volume.Files["m"].Text, StringComparison.Ordinal);
    }

    private static string Described(string one, string two) =>
        "[\n"
        + "  {\n"
        + "    \"object\": \"secret/one\",\n"
        + $"    \"version\": \"{one}\",\n"
        + "    \"created\": \"1970-01-01T00:00:00Z\",\n"
        + "    \"updated\": \"1970-01-01T00:00:00Z\",\n"
        + "    \"expires\": \"2070-01-01T00:00:00Z\"\n"
        + "  },\n"
        + "  {\n"
        + "    \"object\": \"secret/two\",\n"
        + $"    \"version\": \"{two}\",\n"
        + "    \"created\": \"1970-01-01T00:00:00Z\",\n"
        + "    \"updated\": \"1970-01-01T00:00:00Z\",\n"
        + "    \"tags\": {\n"
        + "      \"team\": \"shop \u00e9\"\n"
        + "    }\n"
        + "  }\n"
        + "]\n";
}
