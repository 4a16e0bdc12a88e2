using Provider.Model;

namespace Provider.Tests.Content;

public sealed class ValueDecoderTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" not trimmed \r\n")]
    [InlineData("päß \U0001F511")]
    [InlineData("{\"json\":1}")]
    public void A_value_is_written_as_it_is(string value) => Assert.Equal(value, new Case().Text(value));

    [Theory]
    [InlineData("", "")]
    [InlineData("00ff", "00FF")]
    [InlineData("DEADbeef", "DEADBEEF")]
    public void Hexadecimal_digits_spell_bytes(string value, string bytes) =>
        Assert.Equal(bytes, Convert.ToHexString(new Case { Encoding = ObjectEncoding.Hex }.Bytes(value)));

    [Theory]
    [InlineData("0")]
    [InlineData("0g")]
    [InlineData("00 ff")]
    [InlineData("0x00")]
    [InlineData("00\n")]
    public void Anything_but_pairs_of_digits_is_not_hexadecimal(string value) =>
        Assert.Equal(ErrorCodes.ContentUndecodable, new Case { Encoding = ObjectEncoding.Hex }.Fails(value).Code);

    [Theory]
    [InlineData("", "")]
    [InlineData("\r\n", "")]
    [InlineData("AP8=", "00FF")]
    [InlineData("A\r\nP8\n=\n", "00FF")]
    [InlineData("+/+/", "FBFFBF")]
    [InlineData("AP9=", "00FF")]
    public void Base64_text_spells_bytes_with_line_ends_anywhere(string value, string bytes) =>
        Assert.Equal(bytes, Convert.ToHexString(new Case { Encoding = ObjectEncoding.Base64 }.Bytes(value)));

    [Theory]
    [InlineData("AP8", "padding, = at the end, is missing")]
    [InlineData("AP8= ", "a blank or a tab")]
    [InlineData("AP 8=", "a blank or a tab")]
    [InlineData("AP\t8=", "a blank or a tab")]
    [InlineData("-_-_", "URL-safe alphabet")]
    [InlineData("-_8", "URL-safe alphabet")]
    [InlineData("\uFEFFAP8=", "byte-order mark")]
    [InlineData("-----BEGIN CERTIFICATE-----", "it is PEM")]
    [InlineData("AP8=AP8=", "length or its padding is wrong")]
    [InlineData("A===", "length or its padding is wrong")]
    [InlineData("hello,world", "a character that is not in the alphabet")]
    public void Text_that_is_not_base64_is_refused_with_what_is_wrong(string value, string said)
    {
        var error = new Case { Encoding = ObjectEncoding.Base64 }.Fails(value);

        Assert.Equal(ErrorCodes.ContentUndecodable, error.Code);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }
}
