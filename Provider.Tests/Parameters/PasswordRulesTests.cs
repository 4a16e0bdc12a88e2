namespace Provider.Tests.Parameters;

public sealed class PasswordRulesTests
{
    [Fact]
    public void The_fields_are_read()
    {
        var entry = new ValidRequest().WithField("objectFormat: pfx\npasswordObject: pass-1\nkeyAlias: web key.1_2")
            .Entry();

        Assert.Equal(("pass-1", "web key.1_2"), (entry.PasswordObject, entry.KeyAlias));
    }

    [Theory]
    [InlineData("passwordObject: canary!", "passwordObject", "is not a valid name")]
    [InlineData("keyAlias: a/b\nobjectFormat: pfx", "keyAlias", "is not a valid name")]
    [InlineData("keyAlias: a", "keyAlias", "needs objectFormat: pfx")]
    [InlineData("passwordObject: a\njsonKey: b", "passwordObject", "is for certificates of objectType secret only")]
    public void A_mistake_is_reported_without_what_may_be_the_password(string lines, string field, string what)
    {
        var problem = new ValidRequest().WithField(lines).Problem();

        Assert.Equal((field, what), (problem.Place.Field, problem.What));
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }
}
