using Provider.Model;

namespace Provider.Tests.Parameters;

public sealed class ObjectsReaderTests
{
    [Theory]
    [InlineData("array:\n  - |\n    objectName: a\n    objectType: secret\n")]
    [InlineData("array:\n  - >\n    {objectName: a, objectType: secret}\n")]
    [InlineData("array:\n  - \"objectName: a\\nobjectType: secret\"\n")]
    [InlineData("array:\n  - objectName: a\n    objectType: secret\n")]
    [InlineData("- objectName: a\n  objectType: secret\n")]
    [InlineData("- |\n  objectName: a\n  objectType: secret\n")]
    [InlineData("# a comment\narray: # another\n  - |\n    # a third\n    objectName: a   \n    objectType: secret # "
        + "a fourth\n")]
    [InlineData("---\narray:\n  - {objectName: a, objectType: secret}\n")]
    [InlineData("unknown: 1\narray:\n  - |\n    objectName: a\n    objectType: secret\n    unknown: [1, 2]\n")]
    [InlineData("array:\n  - |\n    objectName: a\n    objectType: secret\n    objectVersion:\n    objectAlias: ~\n  "
        + "  objectFormat: null\n")]
    public void An_entry_may_be_written_in_many_ways(string objects)
    {
        var entry = new ValidRequest().WithObjects(objects).Entry();

        Assert.Equal("a", entry.Name);
        Assert.Equal("a", entry.Path.Text);
        Assert.Null(entry.Version);
    }

    [Theory]
    [InlineData("0755")]
    [InlineData("1e5")]
    [InlineData("true")]
    [InlineData("2001-01-01")]
    [InlineData("null-1")]
    public void A_scalar_keeps_its_source_text(string name)
    {
        Assert.Equal(name, new ValidRequest().WithEntries($"objectName: {name}\nobjectType: secret").Entry().Name);
    }

    [Fact]
    public void A_quoted_null_is_a_name()
    {
        Assert.Equal("null", new ValidRequest().WithEntries("objectName: \"null\"\nobjectType: secret").Entry().Name);
    }

    [Theory]
    [InlineData("array: []", "objects (line 1, column 8): names no objects")]
    [InlineData("array:", "objects (line 1, column 7): names no objects")]
    [InlineData("# nothing", "objects (line 1, column 1): has no list under the key array")]
    [InlineData(
        "arrays: [a]", "objects (line 1, column 1): has no list under the key array, but under \"arrays\"")]
    [InlineData(
        "x: 1\nArray: [a]", "objects (line 2, column 1): has no list under the key array, but under \"Array\"")]
    [InlineData("array: a\nx: [a]", "objects (line 1, column 1): has no list under the key array")]
    [InlineData("array: secret1", "objects (line 1, column 1): has no list under the key array")]
    [InlineData("array:\n  - secret1", "objects[0]: is not a mapping")]
    [InlineData("array:\n  -", "objects (line 2, column 3): names no objects")]
    [InlineData("array:\n  - |\n    objectName: a\n    objectName: b\n    objectType: secret\n",
        "objects[0]: is not YAML: the key \"objectName\" is duplicated (its line 2, column 1)")]
    [InlineData("array: [*unknown]",
        "objects (line 1, column 9): is not YAML: the alias \"unknown\" is not defined above")]
    public void What_has_not_the_shape_of_entries_is_refused_with_its_place(string objects, string expected)
    {
        var problem = new ValidRequest().WithObjects(objects).Problem();

        Assert.Equal(ErrorCodes.ObjectsMalformed, problem.Code);
        Assert.Equal(expected, $"{problem.Place}: {problem.What}");
    }

    [Theory]
    [InlineData("array:\n  - |\n    objectName: [a\n")]
    [InlineData("array: {")]
    [InlineData("\tarray: x")]
    [InlineData("array: !!binary |\n  - x")]
    [InlineData("%YAML 9.9\n---\narray: []")]
    [InlineData("a: &a [*a]")]
    [InlineData("? [a]\n: b")]
    public void Text_that_is_not_yaml_is_refused(string objects)
    {
        Assert.Equal(ErrorCodes.ObjectsMalformed, new ValidRequest().WithObjects(objects).Read().Problems[0].Code);
    }

    [Fact]
    public void Aliases_are_shared_and_not_expanded()
    {
        // Nine levels of nine aliases would be 387 million nodes if each were copied.
        var lines = Enumerable.Range(1, 9).Select(level =>
            $"l{level}: &l{level} [{string.Join(',', Enumerable.Repeat(level == 1 ? "x" : $"*l{level - 1}", 9))}]");
        var objects = string.Join('\n', lines) + "\narray: [{objectName: a, objectType: secret}]";

        Assert.Equal("a", new ValidRequest().WithObjects(objects).Entry().Name);
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("{a: ", 100_000)]
    [InlineData("- ", 50_000)]
    public void Deep_nesting_is_refused_and_harms_nothing(string opening, int depth)
    {
        var problem = new ValidRequest().WithObjects(string.Concat(Enumerable.Repeat(opening, depth))).Problem();

        Assert.Contains("nests deeper than 32 levels", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_thousand_entries_are_read_in_their_order()
    {
        var entries = Enumerable.Range(0, 2000).Select(i => $"objectName: s{i}\nobjectType: secret").ToArray();

        var plan = new ValidRequest().WithEntries(entries).Plan();

        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"s{i}"), plan.Entries.Select(entry => entry.Name));
    }
}
