using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>Which tokens have claims that count, and when they are equal.</summary>
public sealed class TokenClaimsTests
{
    private const string Claims = """ "iss":"i","tid":"t","oid":"o" """;

    public static TheoryData<string> NotCounting => new()
    {
        "junk",
        "a.b",
        "a.b.c.d",
        "..",
        "a..c",
        TestToken.Of("o") + ".x",
        TestToken.Of("o") + "=",
        TestToken.Of("o") + "~",
        "." + TestToken.Of("o"),
        TestToken.WithPayload("[]"),
        TestToken.WithPayload("\"text\""),
        TestToken.WithPayload($$"""{{{Claims}}}{{{Claims}}}"""),
        TestToken.WithPayload($$"""{{{Claims}},"oid":"other"}"""),
        TestToken.WithPayload($$"""{{{Claims}},"oid":"o"}"""),
        TestToken.WithPayload($$"""{{{Claims}},"\u006fid":"other"}"""),
        TestToken.WithPayload("""{"iss":"i","tid":"t","oid":["o"]}"""),
        TestToken.WithPayload("""{"iss":"i","tid":"t","oid":""}"""),
        TestToken.WithPayload("""{"iss":"i","tid":"t","oid":null}"""),
        TestToken.WithPayload("""{"iss":"i","tid":"t"}"""),
        TestToken.WithPayload("""{"iss":"i","oid":"o"}"""),
        TestToken.WithPayload("""{"tid":"t","oid":"o"}"""),
        TestToken.WithPayload("""{"iss":"i","tid":"t","oid":"\ud800"}"""),
        TestToken.WithPayload("""{"iss":"\ud800","tid":"t","oid":"o"}"""),
        TestToken.WithPayload($$"""{{{Claims}},"appid":1}"""),
        TestToken.WithPayload($$"""{{{Claims}},"azp":["x"]}"""),
    };

    [Theory]
    [MemberData(nameof(NotCounting))]
    public void A_token_of_another_form_has_no_claims_that_count(string token) =>
        Assert.Null(TokenClaims.Read(token, out _));

    [Fact]
    public void Claims_are_equal_when_each_of_the_five_is_ordinally()
    {
        TokenClaims Read(string more) => TokenClaims.Read(TestToken.WithPayload($$"""{{{Claims}}{{more}}}"""), out _)!;

        Assert.Equal(Read(""), Read(""","exp":5,"aud":"x" """));
        Assert.NotEqual(Read(""), Read(""","appid":"a" """));
        Assert.NotEqual(Read(""","appid":"a" """), Read(""","appid":"A" """));
        Assert.NotEqual(Read(""","appid":"a" """), Read(""","azp":"a" """));
        Assert.NotEqual(TokenClaims.Read(TestToken.Of("o"), out _), TokenClaims.Read(TestToken.Of("O"), out _));
    }

    [Theory]
    [InlineData("1700000000", true)]
    [InlineData("\"1700000000\"", false)]
    [InlineData("1e300", false)]
    [InlineData("-1", false)]
    [InlineData("null", false)]
    public void Only_a_number_is_an_expiry(string expiry, bool isRead)
    {
        Assert.NotNull(
            TokenClaims.Read(TestToken.WithPayload($$"""{{{Claims}},"exp":{{expiry}}}"""), out var expiresOn));
        Assert.Equal(isRead, expiresOn is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nX-Header: b")]
    [InlineData("a,b")]
    [InlineData("a\tb")]
    [InlineData("a\u007f")]
    [InlineData("é")]
    public void A_text_that_is_not_one_token_is_not_sent_and_not_shown(string text)
    {
        var error = Assert.Throws<MountException>(() => VaultCredential.Of(new SecretText(text), [1]));

        Assert.Equal(ErrorCodes.TokenMalformed, error.Code);
        Assert.True(text.Length == 0 || !error.Message.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_token_has_at_most_16_KiB()
    {
        Assert.Null(VaultCredential.Of(new SecretText(new string('x', 16 * 1024)), [1]).Claims);
        Assert.Throws<MountException>(() => VaultCredential.Of(new SecretText(new string('x', (16 * 1024) + 1)), [1]));
    }

    [Fact]
    public void The_hash_of_a_token_depends_on_its_bytes_and_on_the_key()
    {
        Assert.Equal(TokenHash.Of("a", [1]), TokenHash.Of("a", [1]));
        Assert.NotEqual(TokenHash.Of("a", [1]), TokenHash.Of("b", [1]));
        Assert.NotEqual(TokenHash.Of("a", [1]), TokenHash.Of("a", [2]));
    }
}
