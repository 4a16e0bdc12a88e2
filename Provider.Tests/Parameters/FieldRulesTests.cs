using System.Globalization;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

/// <summary>The fields that name a part of a JSON or YAML value.</summary>
public sealed class FieldRulesTests
{
    [Fact]
    public void A_dotted_path_is_one_file_at_the_entrys_path()
    {
        var entry =
            new ValidRequest().WithField("jsonKey: database.0.pass-word\nobjectAlias: a/b\nfilePermission: 0400")
                .Entry();

        var file = Assert.Single(entry.Fields!.Files);
        Assert.Equal(FieldSyntax.Json, entry.Fields.Syntax);
        Assert.Equal(
            ("a/b", "0400", "database.0.pass-word"), (file.Path.Text, file.Permission.ToString(), file.Field.Text));
        Assert.Equal([new("database", null), new("0", 0), new("pass-word", null)], file.Field.Steps);
    }

    [Fact]
    public void A_yaml_key_is_read_likewise() =>
        Assert.Equal(FieldSyntax.Yaml, new ValidRequest().WithField("yamlKey: a").Entry().Fields!.Syntax);

    [Fact]
    public void A_list_of_jmes_paths_is_a_file_each()
    {
        var entry = new ValidRequest().WithField(
            "filePermission: 0440\njmesPath:\n  - path: a.b\n    objectAlias: one\n  - path: c[-1]\n    objectAlias: "
            + "two/2\n    filePermission: 0400").Entry();

        Assert.Equal([("one", "0440"), ("two/2", "0400")],
            entry.Fields!.Files.Select(file => (file.Path.Text, file.Permission.ToString())));
        Assert.Equal(["one", "two/2"], entry.Paths.Select(path => path.Text));
    }

    // The rows of jmespath.org/specification.html that this subset has.
    [Theory]
    [InlineData("foo", "foo")]
    [InlineData("foo.bar", "foo|bar")]
    [InlineData("_foo9.B_1", "_foo9|B_1")]
    [InlineData("[0]", "[0]")]
    [InlineData("[-1]", "[-1]")]
    [InlineData("a[0][12]", "a|[0]|[12]")]
    [InlineData("a[0].b", "a|[0]|b")]
    [InlineData("\"with space\"", "with space")]
    [InlineData("a.\"b.c\"", "a|b.c")]
    [InlineData("\"quoted \\\"string\\\"\"", "quoted \"string\"")]
    [InlineData("\"\\u00e9\"", "\u00e9")]
    public void What_names_one_value_is_read(string expression, string steps) =>
        Assert.Equal(steps, string.Join('|', FieldPathReader.JmesPath(expression).Path!.Steps));

    [Theory]
    [InlineData("a.")]
    [InlineData(".a")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("9a")]
    [InlineData("a-b")]
    [InlineData("a[]")]
    [InlineData("a[*]")]
    [InlineData("a[0:1]")]
    [InlineData("a[+1]")]
    [InlineData("a[12345678]")]
    [InlineData("a[?b]")]
    [InlineData("*")]
    [InlineData("a | b")]
    [InlineData("a || b")]
    [InlineData("length(a)")]
    [InlineData("[a, b]")]
    [InlineData("{a: b}")]
    [InlineData("`1`")]
    [InlineData("'a'")]
    [InlineData("@")]
    [InlineData("\"a")]
    [InlineData("\"a\\\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"a\tb\"")]
    public void What_selects_several_values_or_computes_is_refused(string expression)
    {
        Assert.StartsWith(
            "cannot be read from character ", FieldPathReader.JmesPath(expression).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expression_of_any_length_costs_no_more_than_its_bound()
    {
        Assert.Equal("is longer than 1024 characters", FieldPathReader.JmesPath(new string('a', 1025)).Fault);
        Assert.Equal("is longer than 1024 characters",
            FieldPathReader.Dotted(string.Join('.', Enumerable.Repeat("a", 513))).Fault);
        Assert.Equal(
            "has more than 32 steps", FieldPathReader.JmesPath(string.Join('.', Enumerable.Repeat("a", 33))).Fault);
        Assert.Equal(
            "has more than 32 steps", FieldPathReader.Dotted(string.Join('.', Enumerable.Repeat("a", 33))).Fault);
        // Multi-selects of multi-selects double the work with each level: the grammar has none.
        Assert.NotNull(FieldPathReader.JmesPath(string.Concat(Enumerable.Repeat("[@,@]|", 160)) + "@").Fault);
    }

    [Theory]
    [InlineData("jsonKey: a..b", "jsonKey", "\"a..b\" has an empty key")]
    [InlineData("jsonKey: [a]", "jsonKey", "is a list or a mapping")]
    [InlineData("jsonKey: a\nyamlKey: b", "yamlKey", "cannot be combined with jsonKey")]
    [InlineData("jsonKey: a\nobjectFormat: pfx", "jsonKey", "cannot be combined with objectFormat")]
    [InlineData("jmesPath: a", "jmesPath", "is not a list")]
    [InlineData("jmesPath: [a]", "jmesPath[0]", "is not a mapping")]
    [InlineData("jmesPath:\n  - path: a", "jmesPath[0].objectAlias", "is missing")]
    [InlineData("jmesPath:\n  - objectAlias: a", "jmesPath[0].path", "is missing")]
    [InlineData("jmesPath:\n  - path: a[*]\n    objectAlias: a", "jmesPath[0].path",
        "\"a[*]\" cannot be read from character 2 on")]
    [InlineData("jmesPath:\n  - path: a\n    objectAlias: ../a", "jmesPath[0].objectAlias",
        "\"../a\" has two dots in a row")]
    [InlineData("jmesPath:\n  - path: a\n    objectAlias: a\n    filePermission: 9", "jmesPath[0].filePermission",
        "\"9\" is not a valid file mode")]
    [InlineData("objectAlias: x\njmesPath:\n  - path: a\n    objectAlias: a", "objectAlias",
        "cannot be combined with jmesPath, whose items have their own")]
    public void A_mistake_is_reported_with_its_place(string lines, string field, string what)
    {
        var problem = new ValidRequest().WithField(lines).Problem();

        Assert.Equal((field, what), (problem.Place.Field, problem.What));
    }

    // Aliases repeat an item, and each is searched for its fields.
    [Theory]
    [InlineData("jmesPath: [{{{0}}}]", "jmesPath[0]")]
    [InlineData("find: {{{0}}}", "find")]
    public void A_mapping_of_too_many_fields_is_refused(string line, string field)
    {
        var fields = string.Join(", ", Enumerable.Range(0, 257).Select(i => $"k{i}: 1"));

        var problem = new ValidRequest().WithField(string.Format(CultureInfo.InvariantCulture, line, fields)).Read()
            .Problems.First(one => one.Place.Field == field);

        Assert.Equal("has more than 256 fields", problem.What);
    }

    [Fact]
    public void Only_secrets_have_fields() =>
        Assert.Equal(
            "is not supported for objectType key",
            new ValidRequest().WithEntries("objectName: a\nobjectType: key\njsonKey: b").Problem().What);

    [Fact]
    public void Files_of_one_path_collide_wherever_they_come_from() =>
        Assert.Equal(
            [ErrorCodes.PathInvalid, ErrorCodes.PathInvalid],
            new ValidRequest().WithEntries(
                "objectName: a\nobjectType: secret\njmesPath:\n  - path: x\n    objectAlias: b\n  - path: y\n    "
                + "objectAlias: b",
                "objectName: b\nobjectType: secret").Read().Problems.Select(problem => problem.Code));

    [Fact]
    public void Files_of_fields_count_for_the_most_of_a_mount()
    {
        var list = string.Concat(Enumerable.Range(0, 1001).Select(i => $"\n  - path: a\n    objectAlias: f{i}"));

        Assert.Contains(
            "asks for 2002 files, more than 2000",
            new ValidRequest().WithField("objectVersionHistory: 2\njmesPath:" + list)
                .Read().Problems.Select(problem => problem.What));
    }
}
