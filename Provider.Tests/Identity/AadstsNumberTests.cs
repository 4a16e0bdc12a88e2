using System.Text;
using Provider.Identity.Responses;

namespace Provider.Tests.Identity;

public sealed class AadstsNumberTests
{
    [Theory]
    [InlineData("""{"error_codes":[700016]}""", 700016)]
    [InlineData("""{"error_description":"AADSTS7000215: Invalid client secret."}""", 7000215)]
    [InlineData("""{"error_codes":[99999999999],"error_description":"AADSTS50059: x"}""", 50059)]
    [InlineData("""{"error_description":"\ud800"}""", null)]
    [InlineData("[]", null)]
    [InlineData("<html>", null)]
    public void The_number_of_an_error_is_read_or_there_is_none(string body, int? number) =>
        Assert.Equal(number,
            AadstsNumber.Of(IdentityJson.Read(Encoding.UTF8.GetBytes(body), IdentityJson.Default.OAuthErrorJson)));
}
