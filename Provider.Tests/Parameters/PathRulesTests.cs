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
        // A hundred paths of two thousand directories each: a copy of every parent would take 400 MB, twice.
        var entries = Enumerable.Range(0, 100)
            .Select(i =>
                $"objectName: n{i}\nobjectType: secret\nobjectAlias: {i}/"
                    + string.Join('/', Enumerable.Repeat('a', 2000)));
        var request = new ValidRequest().WithEntries([.. entries]);
        request.Read();
        var before = GC.GetAllocatedBytesForCurrentThread();

        request.Plan();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
    }
}
