using Provider.Model;

namespace Provider.Tests.Parameters;

public sealed class OptionalRulesTests
{
    [Theory]
    [InlineData("", false, null)]
    [InlineData("optional: \"false\"", false, null)]
    [InlineData("optional: true", true, null)]
    [InlineData("optional: 1", true, null)]
    [InlineData("default:", false, null)]
    [InlineData("default: \"\"", true, "")]
    [InlineData("default: \" a \"", true, " a ")]
    [InlineData("default: |\n  two\n  lines\noptional: true", true, "two\nlines\n")]
    public void A_default_makes_its_entry_optional(string lines, bool isOptional, string? text)
    {
        var entry = new ValidRequest().WithField(lines).Entry();

        Assert.Equal((isOptional, text), (entry.IsOptional, entry.Default));
    }

    [Theory]
    [InlineData("optional: perhaps", "optional", "\"perhaps\" is neither true nor false")]
    [InlineData("default: [a]", "default", "is a list or a mapping")]
    [InlineData("default: a\nobjectVersionHistory: 2", "default", "cannot be combined with objectVersionHistory")]
    [InlineData("default: a\njmesPath:\n  - path: a\n    objectAlias: a", "default",
        "cannot be combined with jmesPath")]
    [InlineData("objectPart: leaf", "objectPart", "\"leaf\" is not a part of a certificate")]
    [InlineData("objectPart: key\nobjectFormat: pfx", "objectPart", "cannot be combined with objectFormat: pfx")]
    [InlineData("objectPart: key\nobjectEncoding: base64", "objectPart", "cannot be combined with objectEncoding")]
    [InlineData("objectPart: key\njsonKey: a", "objectPart", "cannot be combined with jsonKey")]
    public void A_mistake_is_reported_with_its_field(string lines, string field, string what)
    {
        var problem = new ValidRequest().WithField(lines).Problem();

        Assert.Equal((field, what), (problem.Place.Field, problem.What));
    }

    [Fact]
    public void More_than_a_hundred_optional_entries_are_refused() =>
        Assert.Equal(
            "has 101 optional entries, more than 100",
            new ValidRequest().WithEntries(
                [.. Enumerable.Range(0, 101).Select(i => $"objectName: a{i}\nobjectType: secret\noptional: true")])
                .Problem().What);

    [Fact]
    public void Files_that_a_volume_has_are_found_by_the_ids_of_their_entries()
    {
        var entry = new ValidRequest().WithField("optional: true\nobjectVersionHistory: 2").Entry();

        Assert.True(MountedFiles.Of(["secret/secret1/0"]).Contains(entry));
        Assert.False(MountedFiles.Of(["secret/secret1", "secret/secret1#secret1", "secret/other/0"]).Contains(entry));
    }
}
