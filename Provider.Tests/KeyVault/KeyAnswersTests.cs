using System.Text;
using System.Text.Json;
using CsCheck;
using Provider.KeyVault;

namespace Provider.Tests.KeyVault;

public sealed class KeyAnswersTests
{
    private const string Key = """{"key":{"kid":"https://x/keys/name/v1","kty":"EC","crv":"P-256","x":"AQ","y":"Ag"},"attributes":{"created":1}}""";
    private const string Page = """{"value":[{"kid":"https://x/keys/name/v1","attributes":{"enabled":true,"created":1}}],"nextLink":"https://x/next"}""";

    private static readonly string[] Puts = ["", "{", "[", "\"", "null", "1", "\\u0000", "é", "-"];

    [Theory]
    [InlineData("""{"attributes":{}}""", true, null)]
    [InlineData("""{"attributes":{"enabled":null,"created":null}}""", true, null)]
    [InlineData("""{"attributes":{"enabled":false,"created":1700000000}}""", false, 1700000000L)]
    [InlineData("""{"attributes":{"created":-1}}""", true, null)]
    [InlineData("""{"attributes":{"created":1e300}}""", true, null)]
    [InlineData("""{"attributes":{"created":1.5}}""", true, null)]
    public void What_a_version_does_not_say_is_not_made_up(string item, bool isEnabled, long? created)
    {
        var body = $$"""{"value":[{"kid":"https://x/keys/name/v1",{{item[1..]}}]}""";

        var version = Assert.Single(KeyAnswers.Versions(Encoding.UTF8.GetBytes(body)).Versions);

        Assert.Equal(("v1", isEnabled, created), (version.Id, version.IsEnabled, version.CreatedOn?.ToUnixTimeSeconds()));
    }

    [Fact]
    public void A_list_without_values_is_empty()
    {
        Assert.Empty(KeyAnswers.Versions("""{"value":null}"""u8.ToArray()).Versions);
        Assert.Null(KeyAnswers.Versions("""{"value":[],"nextLink":""}"""u8.ToArray()).Next);
    }

    [Fact]
    public void Whatever_the_answer_only_the_two_kinds_of_error_come_out() =>
        Gen.Select(Gen.Bool, Gen.Int[0, 130], Gen.Int[0, Puts.Length - 1], Gen.Int[0, 12])
            .Sample((isKey, place, put, cut) =>
            {
                var text = isKey ? Key : Page;
                var at = Math.Min(place, text.Length);
                var mutated = Encoding.UTF8.GetBytes(text[..at] + Puts[put] + text[Math.Min(at + cut, text.Length)..]);
                Tolerates(() => KeyAnswers.Key(mutated));
                Tolerates(() => KeyAnswers.Versions(mutated));
            }, iter: 5_000);

    private static void Tolerates(Action read)
    {
        try
        {
            read();
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            // What VaultFailures makes a failed mount of.
        }
    }
}
