using CsCheck;
using Provider.Model;

namespace Provider.Tests.Parameters;

public sealed class PathRulesTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "a")]
    [InlineData("a/b/c", "a/b")]
    public void Two_entries_cannot_share_a_path_or_need_it_as_file_and_directory(string first, string second)
    {
        var problem = new ValidRequest().WithEntries(
            $"objectName: one\nobjectType: secret\nobjectAlias: {first}",
            $"objectName: two\nobjectType: secret\nobjectAlias: {second}").Problem();

        Assert.Equal(ErrorCodes.PathInvalid, problem.Code);
        Assert.Equal("objects[1] \"two\" objectAlias", problem.Place.ToString());
        Assert.Contains("objects[0] \"one\"", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void One_object_twice_needs_an_alias()
    {
        const string Entry = "objectName: one\nobjectType: secret";

        Assert.Equal(ErrorCodes.PathInvalid, new ValidRequest().WithEntries(Entry, Entry).Problem().Code);
        Assert.Equal(2, new ValidRequest().WithEntries(Entry, Entry + "\nobjectAlias: again").Plan().Entries.Length);
    }

    [Theory]
    [InlineData("one/0", false)]
    [InlineData("one/2", false)]
    [InlineData("one/3", true)]
    [InlineData("one/03", true)]
    [InlineData("one/readme", true)]
    [InlineData("one", false)]
    [InlineData("one/2/x", false)]
    public void History_owns_its_numbered_files_and_no_others(string alias, bool isFine)
    {
        var reading = new ValidRequest().WithEntries(
            "objectName: one\nobjectType: secret\nobjectVersionHistory: 3",
            $"objectName: two\nobjectType: secret\nobjectAlias: {alias}").Read();

        Assert.Equal(isFine, reading.Plan is not null);
    }

    [Fact]
    public void Siblings_in_one_directory_are_fine()
    {
        var plan = new ValidRequest().WithEntries(
            "objectName: one\nobjectType: secret\nobjectAlias: d/a",
            "objectName: two\nobjectType: secret\nobjectAlias: d/b").Plan();

        Assert.Equal(["d/a", "d/b"], plan.Entries.Select(entry => entry.Path.Text));
    }

    [Fact]
    public void Paths_of_many_directories_cost_as_much_as_they_are_long()
    {
        // A copy of every parent would take 400 MB.
        var request = Deep(10, 2000);
        request.Read();
        var before = GC.GetAllocatedBytesForCurrentThread();

        request.Plan();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void Paths_of_more_than_twenty_thousand_elements_are_refused_before_they_are_compared()
    {
        var request = Deep(255, 2040);
        request.Read();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var problem = request.Problem();

        Assert.Equal("has paths of 520200 elements together, more than 20000", problem.What);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000_000);
    }

    private static ValidRequest Deep(int entries, int elements) => new ValidRequest().WithObjects(
        "array:\n" + string.Concat(Enumerable.Range(0, entries).Select(i =>
            $"- {{objectName: n, objectType: secret, objectAlias: {i:x}x/"
                + string.Join('/', Enumerable.Repeat('a', elements - 1)) + "}\n")));
}
