using System.Collections.Immutable;
using Provider.Content;
using Provider.Content.Fields;
using Provider.Model;
using Provider.Tests.Parameters;
using static Provider.Tests.Content.FieldEntry;

namespace Provider.Tests.Content;

/// <summary>Fields of JSON and YAML values: which bytes, ids and versions their files have.</summary>
public sealed class FieldFilesTests
{
    [Theory]
    [InlineData("""{"a":"text"}""", "a", "text")]
    [InlineData("""{"a":"\u00e9 \"x\"\n"}""", "a", "\u00e9 \"x\"\n")]
    [InlineData("""{"a":""}""", "a", "")]
    [InlineData("""{"a":{"b":{"c":"deep"}}}""", "a.b.c", "deep")]
    [InlineData("""{"a":1.50}""", "a", "1.50")]
    [InlineData("""{"a":1e5}""", "a", "1e5")]
    [InlineData("""{"a":true}""", "a", "true")]
    [InlineData("""{"a":{"b": [1,"x"]}}""", "a", """{"b": [1,"x"]}""")]
    [InlineData("""["x","y"]""", "1", "y")]
    [InlineData("""{"a":{"0":"key"}}""", "a.0", "key")]
    [InlineData("""{"a":1,"a":2}""", "a", "2")]
    [InlineData("\uFEFF{\"a\":\"mark\"}", "a", "mark")]
    public void A_json_field_is_its_text_and_anything_else_its_json(string value, string path, string text) =>
        Assert.Equal(text, Text(JsonField(path), value));

    [Theory]
    [InlineData("a: text", "a", "text")]
    [InlineData("a: 0755", "a", "0755")]
    [InlineData("a: 'it''s'", "a", "it's")]
    [InlineData("a: |\n  two\n  lines\n", "a", "two\nlines\n")]
    [InlineData("a: {b: [1, 01, 1.5, 1e3, true, ~, x, '1']}", "a", """{"b":[1,"01",1.5,1e3,true,null,"x","1"]}""")]
    [InlineData("a: &x {b: \u00e9}\nc: *x", "c", "{\"b\":\"\u00e9\"}")]
    [InlineData("- x\n- y", "1", "y")]
    [InlineData("""{"a":{"b":"json is yaml"}}""", "a.b", "json is yaml")]
    [InlineData("a: first\n---\na: second", "a", "first")]
    public void A_yaml_field_is_its_text_and_anything_else_its_json(string value, string path, string text) =>
        Assert.Equal(text, Text(YamlField(path), value));

    [Theory]
    [InlineData("a.b[1].\"c d\"", "x")]
    [InlineData("a.b[-1].\"c d\"", "x")]
    [InlineData("a.b[0]", "1")]
    public void A_jmes_path_leads_to_its_value(string path, string text) =>
        Assert.Equal(text, Text(JmesField(path), """{"a":{"b":[1,{"c d":"x"}]}}"""));

    [Fact]
    public void The_encoding_is_of_the_field() =>
        Assert.Equal([0, 255], Make(JsonField("a") with { Encoding = ObjectEncoding.Hex }, """{"a":"00ff"}""")
            .Single().Contents.ToArray());

    [Fact]
    public void Each_file_has_an_id_of_its_own_and_a_version_that_is_not_of_the_value()
    {
        var entry =
            new ValidRequest().WithField("jmesPath:\n  - path: a\n    objectAlias: x\n  - path: b\n    objectAlias: y")
                .Entry();

        var files = Make(entry, """{"a":"1","b":"2"}""");

        Assert.Equal(["secret/secret1#x", "secret/secret1#y"], files.Select(file => file.ObjectId));
        Assert.Equal(2, files.Select(file => file.ObjectVersion).Distinct().Count());
        Assert.All(files, file => Assert.Matches("^[0-9a-f]{32}$", file.ObjectVersion));
        Assert.Equal(files.Select(file => file.ObjectVersion), Make(entry, """{"a":"3","b":"4"}""")
            .Select(file => file.ObjectVersion));
        Assert.Empty(files.Select(file => file.ObjectVersion)
            .Intersect(Make(entry, """{"a":"1","b":"2"}""", "v2").Select(file => file.ObjectVersion)));
    }

    [Fact]
    public void A_history_numbers_the_files()
    {
        var entry = new ValidRequest().WithField("jsonKey: a\nobjectVersionHistory: 2\nobjectAlias: x").Entry();
        ImmutableArray<VaultObject> versions = [Secret("""{"a":"new"}""", "v2"), Secret("""{"a":"old"}""", "v1")];

        var files = VolumeFiles.Make(
            entry, versions, [null, null], new ParsedValues(), new VolumeRoom(int.MaxValue)).Files;

        Assert.Equal([("x/0", "secret/secret1#x/0"), ("x/1", "secret/secret1#x/1")],
            files.Select(file => (file.Path.Text, file.ObjectId)));
    }
}
