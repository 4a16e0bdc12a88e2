using CsCheck;
using Provider.Model;

namespace Provider.Tests.Model;

public sealed class QuotedTests
{
    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("a\nb\u0007", "\"a\\u000ab\\u0007\"")]
    [InlineData("\u202egpj.exe", "\"\\u202egpj.exe\"")]
    [InlineData("a\u2028b\u2029c", "\"a\\u2028b\\u2029c\"")]
    [InlineData("日本", "\"日本\"")]
    public void Untrusted_text_is_quoted_on_one_line(string text, string quoted) =>
        Assert.Equal(quoted, Quoted.Text(text));

    [Fact]
    public void Long_text_is_cut() => Assert.Equal($"\"{new string('a', 64)}...\"", Quoted.Text(new string('a', 65)));

    [Fact]
    public void Nothing_gets_through_that_could_break_a_line() =>
        Gen.String.Sample(text => Assert.DoesNotContain(Quoted.Text(text), char.IsControl));

    [Fact]
    public void A_secret_does_not_show_itself()
    {
        var mode = new AccessMode.ServicePrincipal("id", new SecretText("canary"));

        Assert.DoesNotContain(
            "canary", $"{mode} {new MountInput("canary", "canary", "", "")}", StringComparison.Ordinal);
    }
}
