using System.Collections.Immutable;
using System.Text;
using Provider.Content;
using Provider.Content.Converting;
using Provider.Content.Fields;
using Provider.Model;
using Provider.Tests.Parameters;

namespace Provider.Tests.Content;

/// <summary>
/// Fields of JSON and YAML values: which bytes they become, and what is said when they are not there.
/// </summary>
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
        Assert.Equal(text, Text(Json(path), value));

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
        Assert.Equal(text, Text(Yaml(path), value));

    [Theory]
    [InlineData("a.b[1].\"c d\"", "x")]
    [InlineData("a.b[-1].\"c d\"", "x")]
    [InlineData("a.b[0]", "1")]
    public void A_jmes_path_leads_to_its_value(string path, string text) =>
        Assert.Equal(text, Text(Jmes(path), """{"a":{"b":[1,{"c d":"x"}]}}"""));

    [Fact]
    public void The_encoding_is_of_the_field() =>
        Assert.Equal([0, 255], Make(Json("a") with { Encoding = ObjectEncoding.Hex }, """{"a":"00ff"}""")
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
        var error = Fails(Json(path), value);

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
        var error = Fails(Yaml("a"), value);

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
        var error = Fails(Yaml(path), value);

        Assert.StartsWith(
            $"field-not-found: objects[0] \"secret1\" has no field \"{path}\": {what}. ", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b.c")]
    public void A_key_with_half_of_a_surrogate_pair_is_undecodable(string path) =>
        Assert.Equal(ErrorCodes.ContentUndecodable, Fails(Json(path), """{"\ud800":1,"b":{"\udc00":2}}""").Code);

    [Fact]
    public void Many_keys_are_cut() =>
        Assert.EndsWith(
            "\"k18\", \"k19\" and more. Change jsonKey, yamlKey or jmesPath of the entry, or the value in the vault.",
            Fails(Json("x"),
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
        var error = Fails(Json("a"), value);

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
        Assert.Equal(ErrorCodes.ContentUndecodable, Fails(Yaml("a"), value).Code);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Values_of_any_depth_end_in_an_error(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 10_000)) + "1"
            + string.Concat(Enumerable.Repeat(close, 10_000));

        Assert.Equal(ErrorCodes.ContentUndecodable, Fails(Json("a"), deep).Code);
        Assert.Equal(ErrorCodes.ContentUndecodable, Fails(Yaml("a"), deep).Code);
    }

    [Fact]
    public void Aliases_cannot_expand_a_value_beyond_its_bound()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 12)
            .Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));

        var error = Fails(Yaml("a12"), bomb);

        Assert.Contains("has a field of more than 1048576 bytes as JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_cannot_nest_a_field_deeper_than_its_bound()
    {
        var chain = "a0: &a0 [x]\n"
            + string.Concat(Enumerable.Range(1, 1200).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n"));

        var error = Fails(Yaml("a1200"), chain);

        Assert.Equal(ErrorCodes.ContentUndecodable, error.Code);
        Assert.Contains("has a field that nests deeper than 64 levels", error.Message, StringComparison.Ordinal);
        Assert.Equal(new string('[', 64) + "\"x\"" + new string(']', 64), Text(Yaml("a63"), chain));
    }

    // Before, each entry of a value of a few hundred bytes became a file of its own, whatever their sum was.
    [Fact]
    public async Task A_mount_ends_at_the_entry_whose_files_no_longer_fit_into_a_volume()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 4)
            .Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        var last = Make(Yaml("a4"), bomb).Single().Contents.Length;

        var error = await MakesTooMuchAsync(Yaml("a4"), bomb, entries: 1000);

        Assert.Contains($"up to those of objects[{4 * 1024 * 1024 / last}] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fields_of_one_entry_count_too()
    {
        var fields = string.Concat(Enumerable.Range(0, 1900).Select(i => $"\n  - path: a\n    objectAlias: f{i}"));
        var entry = new ValidRequest().WithField("jmesPath:" + fields).Entry();

        var error = await MakesTooMuchAsync(entry, $$"""{"a":"{{new string('x', 24_000)}}"}""", entries: 1);

        Assert.Contains("up to those of objects[0] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_aliases_make_large_ends_before_all_of_it_is_made()
    {
        var value = "a0: &a0 " + new string('x', 1000) + "\n" + string.Concat(Enumerable.Range(1, 16).Select(
            level => $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n"));
        var entry = Yaml("a16");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MountException>(() => VolumeFiles.Make(
            entry, [Secret(value)], [null], new ParsedValues(), new VolumeRoom(512 * 1024)));

        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
        // 64 MiB would be made of it.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
    }

    [Fact]
    public async Task Defaults_count_too()
    {
        var error = await MakesTooMuchAsync(
            Json("a") with { Fields = null, IsOptional = true, Default = new string('x', 900_000) }, null,
            entries: 100);

        Assert.Contains("up to those of objects[4] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_parsed_once_for_all_its_entries()
    {
        var values = new ParsedValues();
        var (first, second) = (new SecretText("a: 1"), new SecretText("a: 1"));

        var root = values.Root(first, FieldSyntax.Yaml);

        Assert.NotSame(root, values.Root(second, FieldSyntax.Yaml));
        Assert.Same(root, values.Root(first, FieldSyntax.Yaml));
        foreach (var i in Enumerable.Range(0, 4))
        {
            values.Root(new SecretText($"{i}"), FieldSyntax.Json);
        }

        Assert.NotSame(root, values.Root(first, FieldSyntax.Yaml));
    }

    private static async Task<MountException> MakesTooMuchAsync(ObjectEntry entry, string? value, int entries)
    {
        using var conversions = new Conversions(
            new ContentOptions(true, true), permits: 1, largestVolume: 4 * 1024 * 1024, TimeProvider.System);
        ImmutableArray<VaultObject> objects = value is null ? [] : [Secret(value)];
        var error = await Assert.ThrowsAsync<MountException>(() => conversions.MakeAsync(
            "shop", [.. Enumerable.Range(0, entries).Select(index => entry with { Index = index })],
            [.. Enumerable.Repeat(objects, entries)], TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
        return error;
    }

    private static ObjectEntry Json(string path) => new ValidRequest().WithField($"jsonKey: '{path}'").Entry();

    private static ObjectEntry Yaml(string path) => new ValidRequest().WithField($"yamlKey: '{path}'").Entry();

    private static ObjectEntry Jmes(string path) =>
        new ValidRequest().WithField($"jmesPath:\n  - path: '{path}'\n    objectAlias: f").Entry();

    private static VaultSecret Secret(string value, string version = "v1") =>
        new(version, new SecretText(value), null, BacksCertificate: false);

    private static ImmutableArray<VolumeFile> Make(ObjectEntry entry, string value, string version = "v1")
    {
        var secret = Secret(value, version);
        Assert.Null(VolumeFiles.Conversion(entry, secret, new ContentOptions(true, true)));
        return VolumeFiles.Make(entry, [secret], [null], new ParsedValues(), new VolumeRoom(int.MaxValue)).Files;
    }

    private static string Text(ObjectEntry entry, string value) =>
        Encoding.UTF8.GetString(Assert.Single(Make(entry, value)).Contents.Span);

    private static MountException Fails(ObjectEntry entry, string value)
    {
        var error = Assert.Throws<MountException>(() => Make(entry, value));
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
        return error;
    }
}
