using System.Collections.Immutable;
using System.Diagnostics;
using Provider.Content;

namespace Provider.Tests.Content;

public sealed class ChainOrderTests
{
    private static readonly TestChain Chain = TestChain.Shared;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whatever_the_order_the_leaf_comes_first_and_the_root_last(bool withKeyIds)
    {
        var chain = new TestChain(withKeyIds);

        Assert.All(Permutations([0, 1, 2, 3]), places =>
            Assert.Equal(chain.InOrder, Ordered([.. places.Select(place => chain.InOrder[place])])));
    }

    [Fact]
    public void A_chain_without_its_root_is_ordered() =>
        Assert.Equal([Chain.Leaf, Chain.Lower, Chain.Upper], Ordered(Chain.Upper, Chain.Lower, Chain.Leaf));

    [Fact]
    public void One_certificate_or_none_is_in_order()
    {
        Assert.Equal([Chain.Root], Ordered(Chain.Root));
        Assert.Empty(Ordered()!);
    }

    [Fact]
    public void A_chain_with_a_hole_has_no_order()
    {
        Assert.Null(Ordered(Chain.Leaf, Chain.Upper, Chain.Root));
        Assert.Null(Ordered(Chain.Leaf, Chain.Root));
    }

    [Fact]
    public void Two_leaves_have_no_order() =>
        Assert.Null(
            Ordered(Chain.Leaf, TestChain.Issue("leaf", TestChain.NewKey(), "other", TestChain.NewKey()), Chain.Lower));

    [Fact]
    public void Copies_follow_their_first()
    {
        Assert.Equal(
            [Chain.Leaf, Chain.Leaf, Chain.Lower, Chain.Upper, Chain.Root, Chain.Root],
            Ordered(Chain.Root, Chain.Leaf, Chain.Upper, Chain.Root, Chain.Leaf, Chain.Lower));
        Assert.Equal([Chain.Leaf, Chain.Leaf], Ordered(Chain.Leaf, Chain.Leaf));
    }

    [Fact]
    public void Cross_signed_authorities_both_find_their_place()
    {
        var (old, young, leaf) = (TestChain.NewKey(), TestChain.NewKey(), TestChain.NewKey());
        var oldRoot = TestChain.Issue("old", old, "old", old);
        var youngRoot = TestChain.Issue("young", young, "young", young, serial: 2);
        var crossed = TestChain.Issue("young", young, "old", old, serial: 3);
        var bottom = TestChain.Issue("leaf", leaf, "young", young);
        byte[][] expected = [bottom, youngRoot, crossed, oldRoot];

        Assert.All(Permutations([0, 1, 2, 3]), places =>
            Assert.Equal(expected, Ordered([.. places.Select(place => expected[place])])));
    }

    [Fact]
    public void Authorities_that_signed_each_other_have_no_order()
    {
        var (one, two) = (TestChain.NewKey(), TestChain.NewKey());

        Assert.Null(Ordered(TestChain.Issue("one", one, "two", two), TestChain.Issue("two", two, "one", one)));
    }

    [Fact]
    public void Key_ids_win_over_names()
    {
        // Two authorities of one name, as after a change of keys.
        var (old, young, leaf) = (TestChain.NewKey(), TestChain.NewKey(), TestChain.NewKey());
        var youngRoot = TestChain.Issue("root", young, "root", young, serial: 2);
        var bottom = TestChain.Issue("leaf", leaf, "root", young);

        Assert.Equal([bottom, youngRoot], Ordered(youngRoot, bottom));
        Assert.Null(Ordered(TestChain.Issue("root", old, "root", old), youngRoot, bottom));
    }

    [Fact]
    public void What_is_not_a_certificate_has_no_order() => Assert.Null(Ordered(Chain.Leaf, [0x30, 0x00]));

    [Fact]
    public void Certificates_that_could_all_be_each_others_issuers_cost_no_time()
    {
        var key = TestChain.NewKey();
        byte[][] alike =
        [
            TestChain.Issue("leaf", key, "same", key, withKeyIds: false),
            .. Enumerable.Range(1, 90)
                .Select(serial => TestChain.Issue("same", key, "same", key, withKeyIds: false, serial: (byte)serial)),
            TestChain.Issue("same", key, "elsewhere", key, withKeyIds: false),
            TestChain.Issue("beside", key, "same", key, withKeyIds: false),
        ];
        var clock = Stopwatch.StartNew();

        Assert.Null(Ordered(alike));
        Assert.InRange(clock.ElapsedMilliseconds, 0, 2000);
    }

    [Fact]
    public void More_than_a_hundred_certificates_are_left_as_they_are() =>
        Assert.Null(Ordered([.. Enumerable.Repeat(Chain.Leaf, 101)]));

    private static byte[][]? Ordered(params byte[][] certificates) =>
        ChainOrder.Find([.. certificates.Select(certificate => (ReadOnlyMemory<byte>)certificate)]) is { } order
            ? [.. order.Select(place => certificates[place])]
            : null;

    private static IEnumerable<ImmutableArray<int>> Permutations(ImmutableArray<int> items) =>
        items.IsEmpty
            ? [[]]
            : items.SelectMany(item => Permutations(items.Remove(item)).Select(rest => rest.Insert(0, item)));
}
