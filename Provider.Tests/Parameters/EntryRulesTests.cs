using Provider.Model;
using Provider.Tests.Model;

namespace Provider.Tests.Parameters;

public sealed class EntryRulesTests
{
    [Fact]
    public void The_defaults_are_those_of_the_contract()
    {
        var entry = new ValidRequest().Entry();

        Assert.Equal(
            new ObjectEntry(
                0, "secret1", ObjectType.Secret, Paths.Of("secret1"), Version: null, History: 1, ObjectFormat.Default,
                ObjectEncoding.Utf8,
                FilePermission.FromOctal("0644")!.Value),
            entry);
        Assert.Equal("secret/secret1", entry.Id);
    }

    [Fact]
    public void Every_field_is_read_whatever_the_case_of_its_word()
    {
        var entry = new ValidRequest().WithEntries(
            "objectName: name\nobjectType: SECRET\nobjectAlias: a/b\nobjectVersion: 0123abc\nobjectVersionHistory: "
            + "\"3\"\nobjectFormat: PFX\nobjectEncoding: Base64\nfilePermission: 400").Entry();

        Assert.Equal(
            new ObjectEntry(
                0, "name", ObjectType.Secret, Paths.Of("a/b"), "0123abc", 3, ObjectFormat.Pfx, ObjectEncoding.Base64,
                FilePermission.FromOctal("0400")!.Value),
            entry);
    }

    [Theory]
    [InlineData("secret", ObjectType.Secret)]
    [InlineData("Key", ObjectType.Key)]
    [InlineData("CERT", ObjectType.Certificate)]
    public void The_three_object_types_are_known_in_any_case(string word, object type)
    {
        Assert.Equal(type, new ValidRequest().WithEntries($"objectName: a\nobjectType: {word}").Entry().Type);
    }

    [Theory]
    [InlineData("objectVersion: \"\"")]
    [InlineData("objectVersion: latest")]
    [InlineData("objectVersion: Latest")]
    public void Empty_and_latest_both_mean_the_latest_version(string line)
    {
        Assert.Null(new ValidRequest().WithField(line).Entry().Version);
    }

    [Theory]
    [InlineData("-5", 1)]
    [InlineData("0", 1)]
    [InlineData("1", 1)]
    [InlineData("2", 2)]
    public void History_begins_above_one(string text, int count)
    {
        var entry = new ValidRequest().WithField($"objectVersionHistory: {text}").Entry();

        Assert.Equal(count, entry.History);
        Assert.Equal(count > 1, entry.HasHistory);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0644", 420)]
    [InlineData("\"0777\"", 511)]
    [InlineData("00000000644", 420)]
    public void A_file_permission_is_octal(string text, int bits)
    {
        Assert.Equal(bits, new ValidRequest().WithField($"filePermission: {text}").Entry().Permission.Bits);
    }

    [Theory]
    [InlineData("objectName: a b", "objectName", "\"a b\" is not a valid object name")]
    [InlineData("objectName: a,b", "objectName", "\"a,b\" is not a valid object name")]
    [InlineData("objectName: a/../b", "objectName", "\"a/../b\" is not a valid object name")]
    [InlineData("objectName: [a]", "objectName", "is a list or a mapping")]
    [InlineData("objectType:", "objectType", "is missing")]
    [InlineData("objectType: secrets", "objectType", "\"secrets\" is not a valid object type")]
    [InlineData("objectVersion: ../keys/x", "objectVersion", "\"../keys/x\" is not a valid version id")]
    [InlineData("objectVersion: a?api-version=1", "objectVersion", "\"a?api-version=1\" is not a valid version id")]
    [InlineData("objectVersionHistory: many", "objectVersionHistory", "\"many\" is not a whole number")]
    [InlineData("objectVersionHistory: 99999999999", "objectVersionHistory", "\"99999999999\" is not a whole number")]
    [InlineData("objectFormat: der", "objectFormat", "\"der\" is not a valid format")]
    [InlineData("objectEncoding: utf-16", "objectEncoding", "\"utf-16\" is not a valid encoding")]
    [InlineData("filePermission: 0o644", "filePermission", "\"0o644\" is not a valid file mode")]
    [InlineData("filePermission: 0888", "filePermission", "\"0888\" is not a valid file mode")]
    [InlineData("filePermission: 1000", "filePermission", "\"1000\" is not a valid file mode")]
    [InlineData("filePermission: -1", "filePermission", "\"-1\" is not a valid file mode")]
    [InlineData("filePermission: rw-r--r--", "filePermission", "\"rw-r--r--\" is not a valid file mode")]
    [InlineData("filePermission: 77777777777777777777777", "filePermission",
        "\"77777777777777777777777\" is not a valid file mode")]
    public void A_field_without_a_valid_value_is_refused_by_name(string line, string field, string what)
    {
        var entry = new[] { "objectName: secret1", "objectType: secret" }
            .Where(valid => !valid.StartsWith(field + ":", StringComparison.Ordinal)).Append(line);

        var problem = new ValidRequest().WithEntries(string.Join('\n', entry)).Problem();

        Assert.Equal(ErrorCodes.EntryInvalid, problem.Code);
        Assert.Equal((0, field, what), (problem.Place.EntryIndex, problem.Place.Field, problem.What));
        Assert.EndsWith(".", problem.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("key", "objectFormat: pfx")]
    [InlineData("cert", "objectFormat: pfx")]
    [InlineData("key", "objectEncoding: base64")]
    [InlineData("cert", "objectEncoding: hex")]
    [InlineData("cert", "objectEncoding: utf-8")]
    public void Formats_and_encodings_of_secrets_do_not_go_with_other_types(string type, string line)
    {
        var problem = new ValidRequest().WithEntries($"objectName: a\nobjectType: {type}\n{line}").Problem();

        Assert.Equal(line.Split(':')[0], problem.Place.Field);
        Assert.Contains($"is not supported for objectType {type}", problem.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(127, true)]
    [InlineData(128, false)]
    public void A_name_has_at_most_127_characters(int length, bool isFine)
    {
        var reading = new ValidRequest().WithEntries($"objectName: {new string('a', length)}\nobjectType: secret")
            .Read();

        Assert.Equal(isFine, reading.Plan is not null);
    }
}
