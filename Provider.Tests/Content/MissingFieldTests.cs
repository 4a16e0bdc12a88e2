using Provider.Model;
using static Provider.Tests.Content.FieldEntry;

namespace Provider.Tests.Content;

/// <summary>Fields that are not in a value: the error names keys, and never a value.</summary>
public sealed class MissingFieldTests
{
    [Theory]
    [InlineData("""{"a":{"user":"canary","host":"canary"}}""", "a.password",
        "objects[0] \"secret1\" has no field \"a.password\": \"a\" has the keys \"user\", \"host\"")]
    [InlineData("""{"user":"canary"}""", "a.b",
        "objects[0] \"secret1\" has no field \"a.b\": the value has the keys \"user\"")]
    [InlineData("""{"a":"canary"}""", "a.b",
        "objects[0] \"secret1\" has no field \"a.b\": \"a\" is a value without keys")]
    [InlineData("""{"a":["canary"]}""", "a.1",
        "objects[0] \"secret1\" has no field \"a.1\": \"a\" is a list of 1 items")]
    [InlineData("""{"a":{}}""", "a.b", "objects[0] \"secret1\" has no field \"a.b\": \"a\" has no keys")]
    [InlineData("""{"a":null}""", "a", "the field \"a\" of objects[0] \"secret1\" is null")]
    [InlineData("\"canary\"", "a", "objects[0] \"secret1\" has no field \"a\": the value is a value without keys")]
    public void A_missing_field_names_the_keys_at_its_level_and_no_value(string value, string path, string what)
    {
        var error = Fails(JsonField(path), value);

        Assert.Equal(ErrorCodes.FieldNotFound, error.Code);
        Assert.StartsWith($"field-not-found: {what}. ", error.Message, StringComparison.Ordinal);
    }

    // A password can look like YAML.
    [Theory]
    [InlineData("canary: x")]
    [InlineData("? canary")]
    [InlineData("{canary}")]
    [InlineData("{canary, b}")]
    [InlineData("{canary: x, b: y}")]
    [InlineData("{canary: x,\n b: y}")]
    [InlineData("canary: {x: y}")]
    [InlineData("my canary: x\nthe canary!: y")]
    public void Keys_of_yaml_that_may_not_be_meant_as_keys_are_not_named(string value)
    {
        var error = Fails(YamlField("a"), value);

        Assert.Equal(ErrorCodes.FieldNotFound, error.Code);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("user: canary\nhost: canary", "a", "the value has the keys \"user\", \"host\"")]
    [InlineData("user: canary\n? my key\n: canary", "a", "the value has the keys \"user\" and more")]
    [InlineData("database:\n  user: canary", "database.a", "\"database\" has the keys \"user\"")]
    [InlineData("database:\n  user: canary", "a", "the value has the keys \"database\"")]
    [InlineData("password: {canary, b}\nuser: x", "password.a", "\"password\" has other keys")]
    [InlineData("{}", "a", "the value has no keys")]
    public void Keys_of_yaml_in_lines_of_their_own_are_named(string value, string path, string what)
    {
        var error = Fails(YamlField(path), value);

        Assert.StartsWith(
            $"field-not-found: objects[0] \"secret1\" has no field \"{path}\": {what}. ", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b.c")]
    public void A_key_with_half_of_a_surrogate_pair_is_undecodable(string path) =>
        Assert.Equal(ErrorCodes.ContentUndecodable, Fails(JsonField(path), """{"\ud800":1,"b":{"\udc00":2}}""").Code);

    [Fact]
    public void Many_keys_are_cut() =>
        Assert.EndsWith(
            "\"k18\", \"k19\" and more. Change jsonKey, yamlKey or jmesPath of the entry, or the value in the vault.",
            Fails(JsonField("x"),
                "{" + string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"k{i}\":1")) + "}").Message,
                StringComparison.Ordinal);

    [Theory]
    [InlineData("canary-text")]
    [InlineData("{\"canary\":")]
    [InlineData("{\"canary\":\"a\"} canary")]
    [InlineData("{'canary':1}")]
    [InlineData("")]
    public void What_is_not_json_is_said_without_any_of_it(string value)
    {
        var error = Fails(JsonField("a"), value);

        Assert.Equal(ErrorCodes.ContentUndecodable, error.Code);
        Assert.Contains("the value of objects[0] \"secret1\" is not JSON, or nests deeper than 64 levels",
            error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("canary: [")]
    [InlineData("canary: *canary")]
    [InlineData("canary: 1\ncanary: 2")]
    [InlineData("\tcanary: 1")]
    public void What_is_not_yaml_is_said_without_any_of_it(string value) =>
        Assert.Equal(ErrorCodes.ContentUndecodable, Fails(YamlField("a"), value).Code);
}
