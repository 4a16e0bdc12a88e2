namespace Provider.Tests.Parameters;

/// <summary>What patterns of names take up, measured while no other test runs.</summary>
[Collection(nameof(PatternMemoryTests))]
[CollectionDefinition(nameof(PatternMemoryTests), DisableParallelization = true)]
public sealed class PatternMemoryTests
{
    // Such an expression has a state for every sequence of letters that it has seen.
    [Theory]
    [InlineData("name: \"*a??????????????????????????????????????????????????????????????????????????????????\"")]
    [InlineData("regexp: .*a..........bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")]
    [InlineData("regexp: .*a[ab][ab][ab][ab][ab][ab][ab][ab][ab][ab]")]
    public void A_pattern_takes_up_little_memory_however_many_names_it_sees(string find)
    {
        var entry = new ValidRequest().WithEntries("find:\n  " + find + "\nobjectType: secret").Entry();
        var matches = entry.Search!.Pattern.Matcher();
        var random = new Random(1);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;

        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < 10; i++)
            {
                matches(random.GetString("ab", 127));
            }

            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        GC.KeepAlive(matches);
        Assert.InRange(most, 0, 4 * 1024 * 1024);
    }
}
