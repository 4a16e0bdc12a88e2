using System.Text;
using CsCheck;
using Provider.Hosting.Http2;

namespace Provider.Tests.Hosting.Http2;

public sealed class AuthorityFieldsTests
{
    private static readonly byte[] Before = [0x83, 0x86];
    private static readonly byte[] After = [0x5F, 1, (byte)'x', 0xBE];

    public static TheoryData<string> Names =>
        ["index, incremental", "index, without", "index, never", "literal", "literal, huffman"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_value_becomes_a_valid_one_of_the_same_decoded_length(string name) =>
        Gen.Select(Gen.Byte.Array[0, 400], Gen.Bool).Sample((value, isHuffman) =>
        {
            byte[] block = [.. Before, .. Name(name), .. Hpack.Text(value, isHuffman), .. After];

            var fields = Hpack.Read(AuthorityFields.Replace(block)!.Value.Span);

            var expected = Hpack.Read(block);
            expected[2] = expected[2] with { Value = new string('a', value.Length) };
            Assert.Equal(expected, fields);
        });

    [Fact]
    public void A_table_size_update_before_the_fields_stays()
    {
        byte[] block = [0x3F, 0xE1, 0x1F, .. Before, .. Name("index, incremental"),
            .. Hpack.Text("/x"u8.ToArray(), false)];

        Assert.Equal(Hpack.Read([0x3F, 0xE1, 0x1F, .. Before, 0x41, 2, (byte)'a', (byte)'a']),
            Hpack.Read(AuthorityFields.Replace(block)!.Value.Span));
    }

    [Fact]
    public void Other_fields_are_not_touched()
    {
        byte[] block = [.. Before, 0x44, .. Hpack.Text("/path"u8.ToArray(), true), 0x40,
            .. Hpack.Text("authority"u8.ToArray(), false), 1, (byte)'/'];

        Assert.Null(AuthorityFields.Replace(block));
    }

    [Theory]
    [InlineData("41")] // no value
    [InlineData("41057878")] // a value that is cut off
    [InlineData("4181ff00")] // padding of eight bits
    [InlineData("417fffffffffff01")] // a length that is too large
    [InlineData("4102787840")] // a field that is cut off after the authority
    public void A_block_that_is_not_valid_stays_as_it_is_for_the_server_to_refuse(string block) =>
        Assert.Null(AuthorityFields.Replace(Convert.FromHexString(block)));

    private static byte[] Name(string form) => form switch
    {
        "index, incremental" => [0x41],
        "index, without" => [0x01],
        "index, never" => [0x11],
        "literal" => [0x40, .. Hpack.Text(Encoding.ASCII.GetBytes(":authority"), false)],
        _ => [0x00, .. Hpack.Text(Encoding.ASCII.GetBytes(":authority"), true)],
    };
}
