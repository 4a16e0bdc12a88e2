using Provider.Model;

namespace Provider.Tests.Parameters;

public sealed class MetadataRulesTests
{
    [Theory]
    [InlineData("metadataAlias: ../a", "metadataAlias", "\"../a\" has two dots in a row")]
    [InlineData("metadataTags: true", "metadataTags", "needs metadataAlias")]
    [InlineData("metadataAlias: a\nmetadataTags: perhaps", "metadataTags", "\"perhaps\" is neither true nor false")]
    public void A_mistake_is_reported_with_its_field(string lines, string field, string what)
    {
        var problem = new ValidRequest().WithField(lines).Problem();

        Assert.Equal((field, what), (problem.Place.Field, problem.What));
    }

    [Fact]
    public void A_description_collides_with_the_file_of_another_entry() =>
        Assert.Equal(
            ErrorCodes.PathInvalid,
            new ValidRequest().WithEntries(
                "objectName: a\nobjectType: secret\nmetadataAlias: b", "objectName: b\nobjectType: secret")
                .Problem().Code);

    [Fact]
    public void Entries_may_share_a_description() =>
        Assert.Equal(2, new ValidRequest().WithEntries(
            "objectName: a\nobjectType: secret\nmetadataAlias: m/d",
            "objectName: b\nobjectType: secret\nmetadataAlias: m/d")
            .Plan().Entries.Length);
}
