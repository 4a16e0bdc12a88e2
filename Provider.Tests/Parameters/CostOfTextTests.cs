using Provider.Model;
using Provider.Parameters;
using Provider.Sandbox.Bench;

namespace Provider.Tests.Parameters;

/// <summary>What reading a class costs grows with its text and nothing else, whatever the text.</summary>
public sealed class CostOfTextTests
{
    private const int Small = 256 * 1024;
    private const int MiB = 1024 * 1024;

    public static TheoryData<string> Shapes => [.. YamlShapes.All.Select(shape => shape.Name)];

    // Allocated bytes stand for work: they are the same on every machine. Four times the text may cost eight times as
    // much, since buffers double, but not sixteen times.
    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_text_costs_as_much_as_it_is_long(string name)
    {
        var shape = YamlShapes.All.Single(one => one.Name == name).Text;
        // Buffers of a size come from a pool, which allocates them at their first use.
        Cost(shape(Small));
        Cost(shape(4 * Small));

        var (one, four) = (Cost(shape(Small)), Cost(shape(4 * Small)));

        Assert.InRange(four, 0, (8 * one) + (4 * MiB));
        Assert.InRange(four, 0, 64 * MiB);
    }

    [Fact]
    public void Items_share_the_budget_of_their_request()
    {
        var fields = string.Concat(Enumerable.Range(0, 200).Select(number => $"x{number}: y\n"));
        var entries = Enumerable.Range(0, 130).Select(number => $"objectName: a{number}\n{fields}").ToArray();

        var problems = new ValidRequest().WithEntries(entries).Read().Problems;

        Assert.Contains(
            problems, problem => problem.What.Contains("has more than 50000 values", StringComparison.Ordinal));
    }

    [Fact]
    public void An_entry_of_too_many_fields_is_refused()
    {
        var fields = string.Concat(Enumerable.Range(0, 255).Select(number => $"\nx{number}: y"));

        Assert.Equal(
            "has more than 256 fields",
            new ValidRequest().WithEntries($"objectName: a\nobjectType: secret{fields}").Problem().What);
    }

    [Fact]
    public void A_text_that_aliases_repeat_counts_once_for_the_budget()
    {
        var unknown = string.Concat(Enumerable.Range(0, 40).Select(number => $"    x{number}: y\n"));
        var objects = $"array:\n- &e |\n    objectName: a\n    objectType: secret\n{unknown}"
            + string.Concat(Enumerable.Repeat("- *e\n", 1_500));

        var problems = new ValidRequest().WithObjects(objects).Read().Problems;

        Assert.NotEmpty(problems);
        Assert.DoesNotContain(problems, problem => problem.Code == ErrorCodes.ObjectsMalformed);
    }

    [Fact]
    public void Items_that_aliases_repeat_are_counted_before_anything_is_made_of_them()
    {
        var objects = "array:\n- &e\n  objectName: a\n  objectType: secret\n  jmesPath:\n"
            + "  - &i {path: a, objectAlias: b}\n"
            + string.Concat(Enumerable.Repeat("  - *i\n", 4_500))
            + string.Concat(Enumerable.Repeat("- *e\n", 299));
        var request = new ValidRequest().WithObjects(objects);

        Assert.Equal("asks for 1350300 files, more than 2000", request.Problem().What);
        Assert.InRange(Cost(objects), 0, 16 * MiB);
    }

    [Fact]
    public void Unknown_fields_of_an_entry_that_aliases_repeat_cost_nothing_for_each()
    {
        // Unknown ones, and others in a wrong spelling: letters in either case.
        var unknown = string.Join(", ", Enumerable.Range(0, 120).Select(number => $"objectNa{number}: 1"));
        var misspelled = string.Join(", ", Enumerable.Range(65, 120).Select(number => string.Concat(
            "objectname".Select((letter, at) => (number >> at & 1) == 1 ? char.ToUpperInvariant(letter) : letter))
            + ": 1"));
        var objects = $"array:\n- &e {{objectName: a, objectType: secret, {unknown}, {misspelled}}}\n"
            + string.Concat(Enumerable.Repeat("- *e\n", 1_999));

        Assert.Equal(20, new ValidRequest().WithObjects(objects).Read().Hints.Length);
        Assert.InRange(Cost(objects), 0, 32 * MiB);
    }

    public static TheoryData<string> Fields => [.. EntryText.All.Append("unknown")];

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_long_field_that_aliases_repeat_costs_little_for_each(string field)
    {
        var objects = $"array:\n- &e {{objectName: a, objectType: secret, {field}: \" {new string('1', 900_000)} \"}}\n"
            .Replace($"{field}: a, ", "", StringComparison.Ordinal)
            .Replace($"{field}: secret, ", "", StringComparison.Ordinal)
            + string.Concat(Enumerable.Repeat("- *e\n", 1_999));

        Assert.InRange(Cost(objects), 0, 40 * MiB);
    }

    private static long Cost(string objects)
    {
        var request = new ValidRequest().WithObjects(objects);
        var before = GC.GetAllocatedBytesForCurrentThread();
        request.Read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
