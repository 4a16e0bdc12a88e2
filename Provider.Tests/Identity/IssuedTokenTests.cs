using System.Text;
using Provider.Identity.Responses;

namespace Provider.Tests.Identity;

public sealed class IssuedTokenTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("\"expires_on\":\"1800000000\"", 1_800_000_000)]
    [InlineData("\"expires_on\":1800000000", 1_800_000_000)]
    [InlineData("\"expires_in\":\"3600\"", 1_767_229_200)]
    public void The_expiry_is_a_number_in_quotes_or_without(string expiry, long unixTime) =>
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(unixTime), Read(expiry)!.ExpiresOn);

    [Theory]
    [InlineData("\"expires_on\":\"99999999999999\"")]
    [InlineData("\"expires_in\":-1")]
    [InlineData("\"expires_in\":null")]
    public void An_expiry_that_no_date_can_say_is_none(string expiry) => Assert.Null(Read(expiry)!.ExpiresOn);

    [Fact]
    public void A_life_of_ages_counts_as_ten_years() =>
        Assert.Equal(Now.AddSeconds(315_360_000), Read("\"expires_in\":\"252999999999\"")!.ExpiresOn);

    private static IssuedToken? Read(string expiry) => IssuedToken.From(
        IdentityJson.Read(
            Encoding.UTF8.GetBytes("{\"access_token\":\"a\"," + expiry + "}"), IdentityJson.Default.TokenJson), Now);
}
