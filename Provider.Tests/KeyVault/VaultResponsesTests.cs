using System.Text;
using System.Text.Json;
using CsCheck;
using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

public sealed class VaultResponsesTests
{
    private const string Key =
        """{"key":{"kid":"https://x/keys/name/v1","kty":"EC","crv":"P-256","x":"AQ","y":"Ag"},"attributes":{"created":1}}""";
    private const string Page =
        """{"value":[{"kid":"https://x/keys/name/v1","attributes":{"enabled":true,"created":1}}],"nextLink":"https://x/next"}""";

    private static readonly string[] Puts = ["", "{", "[", "\"", "null", "1", "\\u0000", "\\ud800", "é", "-"];

    [Theory]
    [InlineData("""{"attributes":{}}""", true, null)]
    [InlineData("""{"attributes":{"enabled":null,"created":null}}""", true, null)]
    [InlineData("""{"attributes":{"enabled":false,"created":1700000000}}""", false, 1700000000L)]
    [InlineData("""{"attributes":{"created":-1}}""", true, null)]
    [InlineData("""{"attributes":{"created":1e300}}""", true, null)]
    [InlineData("""{"attributes":{"created":1.5}}""", true, null)]
    public void What_a_version_does_not_say_is_not_made_up(string item, bool isEnabled, long? created)
    {
        var body = $$"""{"value":[{"kid":"https://x/keys/name/v1",{{item[1..]}}]}""";

        var version =
            Assert.Single(VaultResponses.Versions(Encoding.UTF8.GetBytes(body), ObjectType.Key, "name").Versions);

        Assert.Equal(
            ("v1", isEnabled, created), (version.Id, version.IsEnabled, version.CreatedOn?.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData("""{"\ud800":"x","app":"shop"}""")]
    [InlineData("""{"a":"\ud800","app":"shop"}""")]
    [InlineData("""{"a":1,"b":{"c":[]},"d":null,"app":"shop"}""")]
    public void An_unusual_tag_of_a_listed_object_spoils_neither_the_list_nor_its_other_tags(string tags)
    {
        var body = $$"""{"value":[{"id":"https://x/secrets/one","tags":{{tags}}},{"id":"https://x/secrets/two"}]}""";

        var listed = VaultResponses.Objects(Encoding.UTF8.GetBytes(body), ObjectType.Secret).Objects;

        Assert.Equal(["one", "two"], listed.Select(one => one.Name));
        Assert.True(listed[0].HasTag("app", "shop"));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"a\":1}]")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    public void Tags_of_a_listed_object_that_are_not_an_object_count_as_none(string tags)
    {
        var body = $$"""{"value":[{"id":"https://x/secrets/one","tags":{{tags}},"managed":false}]}""";

        var listed = VaultResponses.Objects(Encoding.UTF8.GetBytes(body), ObjectType.Secret).Objects;

        Assert.Empty(Assert.Single(listed).Tags);
    }

    [Fact]
    public void A_list_without_values_is_empty()
    {
        Assert.Empty(VaultResponses.Versions("""{"value":null}"""u8.ToArray(), ObjectType.Key, "name").Versions);
        Assert.Null(VaultResponses.Versions("""{"value":[],"nextLink":""}"""u8.ToArray(), ObjectType.Key, "name").Next);
    }

    [Theory]
    [InlineData(nameof(ObjectType.Secret), """{"value":"v"}""")]
    [InlineData(nameof(ObjectType.Secret), """{"id":"https://x/secrets/name/v1"}""")]
    [InlineData(nameof(ObjectType.Secret), """{"id":"https://x/secrets/name/v1","value":null}""")]
    [InlineData(nameof(ObjectType.Secret), """{"id":"https://x/secrets/name","value":"v"}""")]
    [InlineData(nameof(ObjectType.Secret), """{"id":"https://x/secrets/name/","value":"v"}""")]
    [InlineData(nameof(ObjectType.Secret), """{"id":"https://x/secrets/other/v1","value":"v"}""")]
    [InlineData(nameof(ObjectType.Secret), """{"id":"https://x/keys/name/v1","value":"v"}""")]
    [InlineData(nameof(ObjectType.Key), """{"key":{"kid":"https://x/keys/name","kty":"RSA"}}""")]
    [InlineData(nameof(ObjectType.Key), """{"key":{"kid":"https://x/keys/name/v1"}}""")]
    [InlineData(nameof(ObjectType.Key), """{}""")]
    [InlineData(nameof(ObjectType.Certificate), """{"cer":"AQID"}""")]
    [InlineData(nameof(ObjectType.Certificate), """{"id":"https://x/certificates/name/v1","cer":"***"}""")]
    [InlineData(nameof(ObjectType.Certificate), """{"id":"https://x/certificates/name/v1"}""")]
    [InlineData(nameof(ObjectType.Certificate), """{"id":"https://x/certificates/name/v1","cer":null}""")]
    [InlineData(nameof(ObjectType.Certificate), """{"id":"https://x/certificates/name/v1","cer":""}""")]
    [InlineData(nameof(ObjectType.Secret), "null")]
    [InlineData(nameof(ObjectType.Secret), "[]")]
    [InlineData(nameof(ObjectType.Secret), "<html>")]
    public void What_is_not_the_object_that_was_asked_for_is_an_error(string type, string body) =>
        Assert.True(
            Fails(() =>
                VaultResponses.Object(Encoding.UTF8.GetBytes(body), Enum.Parse<ObjectType>(type), "name", null,
                    DateTimeOffset.UnixEpoch)));

    [Theory]
    [InlineData("""\ud800x""", "\uFFFDx")]
    [InlineData("""x\udc00""", "x\uFFFD")]
    [InlineData("""\uDFFF\uD83D\uDE00""", "\uFFFD\U0001F600")]
    [InlineData("""\ud800\ud800\n""", "\uFFFD\uFFFD\n")]
    [InlineData("""\\ud800\\\ud800\t""", "\\ud800\\\uFFFD\t")]
    public void Half_of_a_surrogate_pair_in_a_value_is_the_replacement_character_as_in_Go(string json, string value)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"id":"https://x/secrets/name/v1","value":"{{json}}"}""");

        var read = VaultResponses.Object(body, ObjectType.Secret, "name", null, DateTimeOffset.UnixEpoch);

        Assert.Equal(value, Assert.IsType<VaultSecret>(Assert.IsType<VaultObjectRead>(read).Object).Value.Reveal());
    }

    [Fact]
    public void Half_of_a_surrogate_pair_in_a_tag_is_the_replacement_character_too()
    {
        var body = """{"id":"https://x/secrets/name/v1","value":"","tags":{"a\udc00":"\ud800","b":"\\ud800"}}"""u8
            .ToArray();

        var read = VaultResponses.Object(body, ObjectType.Secret, "name", null, DateTimeOffset.UnixEpoch);

        Assert.Equal(
            """{"a\ufffd":"\ufffd","b":"\\ud800"}""", Assert.IsType<VaultObjectRead>(read).Object.Tags);
    }

    [Fact]
    public void Another_version_than_the_one_that_was_asked_for_is_an_error()
    {
        var body = """{"id":"https://x/secrets/Name/v1","value":""}"""u8.ToArray();

        Assert.True(
            Fails(() => VaultResponses.Object(body, ObjectType.Secret, "name", "v2", DateTimeOffset.UnixEpoch)));
        Assert.Equal(
            "v1", Assert.IsType<VaultObjectRead>(
                VaultResponses.Object(body, ObjectType.Secret, "name", "V1", DateTimeOffset.UnixEpoch)).Object.Version);
    }

    [Fact]
    public void Whatever_the_response_only_the_known_kinds_of_error_come_out() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 130], Gen.Int[0, Puts.Length - 1], Gen.Int[0, 12])
            .Sample((isKey, place, put, cut) =>
            {
                var text = isKey ? Key : Page;
                var at = Math.Min(place, text.Length);
                var mutated = Encoding.UTF8.GetBytes(text[..at] + Puts[put] + text[Math.Min(at + cut, text.Length)..]);
                Fails(() => VaultResponses.Object(mutated, ObjectType.Key, "name", null, DateTimeOffset.UnixEpoch));
                Fails(() => VaultResponses.Versions(mutated, ObjectType.Key, "name"));
            }, iter: 5_000);

    private static bool Fails(Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            // What VaultEndpoint makes a failed mount of.
            return true;
        }
    }
}
