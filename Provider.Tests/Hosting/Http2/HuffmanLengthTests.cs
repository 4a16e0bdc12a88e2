using CsCheck;
using Provider.Hosting.Http2;

namespace Provider.Tests.Hosting.Http2;

public sealed class HuffmanLengthTests
{
    [Theory]
    [InlineData("f1e3c2e5f23a6ba0ab90f4ff", 15)] // www.example.com, RFC 7541, C.4.1
    [InlineData("a8eb10649cbf", 8)] // no-cache, C.4.2
    [InlineData("9d29ad171863c78f0b97c8e9ae82ae43d3", 23)] // https://www.example.com, C.6.1
    [InlineData("", 0)]
    public void The_examples_of_the_standard_have_their_length(string coded, int length) =>
        Assert.Equal(length, HuffmanLength.Of(Convert.FromHexString(coded)));

    [Fact]
    public void Any_bytes_have_their_length() =>
        Gen.Byte.Array[0, 300].Sample(text => HuffmanLength.Of(Hpack.Huffman(text)) == text.Length);

    [Theory]
    [InlineData("ffffffff")] // end of string
    [InlineData("1fff")] // 'a', then more padding than seven bits
    [InlineData("18")] // 'a' and padding of zeros
    public void A_string_that_is_not_valid_has_none(string coded) =>
        Assert.Null(HuffmanLength.Of(Convert.FromHexString(coded)));
}
