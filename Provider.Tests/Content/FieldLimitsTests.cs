using System.Collections.Immutable;
using Provider.Content;
using Provider.Content.Converting;
using Provider.Content.Fields;
using Provider.Model;
using Provider.Tests.Parameters;
using static Provider.Tests.Content.FieldEntry;

namespace Provider.Tests.Content;

/// <summary>What fields of hostile values may cost: depth, aliases, and all files of a mount together.</summary>
public sealed class FieldLimitsTests
{
    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public void Values_of_any_depth_end_in_an_error(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 10_000)) + "1"
            + string.Concat(Enumerable.Repeat(close, 10_000));

        Assert.Equal(ErrorCodes.ContentUndecodable, Fails(JsonField("a"), deep).Code);
        Assert.Equal(ErrorCodes.ContentUndecodable, Fails(YamlField("a"), deep).Code);
    }

    [Fact]
    public void Aliases_cannot_expand_a_value_beyond_its_bound()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 12)
            .Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));

        var error = Fails(YamlField("a12"), bomb);

        Assert.Contains("has a field of more than 1048576 bytes as JSON", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_cannot_nest_a_field_deeper_than_its_bound()
    {
        var chain = "a0: &a0 [x]\n"
            + string.Concat(Enumerable.Range(1, 1200).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n"));

        var error = Fails(YamlField("a1200"), chain);

        Assert.Equal(ErrorCodes.ContentUndecodable, error.Code);
        Assert.Contains("has a field that nests deeper than 64 levels", error.Message, StringComparison.Ordinal);
        Assert.Equal(new string('[', 64) + "\"x\"" + new string(']', 64), Text(YamlField("a63"), chain));
    }

    // Before, each entry of a value of a few hundred bytes became a file of its own, whatever their sum was.
    [Fact]
    public async Task A_mount_ends_at_the_entry_whose_files_no_longer_fit_into_a_volume()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 4)
            .Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        var last = Make(YamlField("a4"), bomb).Single().Contents.Length;

        var error = await MakesTooMuchAsync(YamlField("a4"), bomb, entries: 1000);

        Assert.Contains($"up to those of objects[{4 * 1024 * 1024 / last}] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_fields_of_one_entry_count_too()
    {
        var fields = string.Concat(Enumerable.Range(0, 1900).Select(i => $"\n  - path: a\n    objectAlias: f{i}"));
        var entry = new ValidRequest().WithField("jmesPath:" + fields).Entry();

        var error = await MakesTooMuchAsync(entry, $$"""{"a":"{{new string('x', 24_000)}}"}""", entries: 1);

        Assert.Contains("up to those of objects[0] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_aliases_make_large_ends_before_all_of_it_is_made()
    {
        var value = "a0: &a0 " + new string('x', 1000) + "\n" + string.Concat(Enumerable.Range(1, 16).Select(
            level => $"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n"));
        var entry = YamlField("a16");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<MountException>(() => VolumeFiles.Make(
            entry, [Secret(value)], [null], new ParsedValues(), new VolumeRoom(512 * 1024)));

        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
        // 64 MiB would be made of it.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 * 1024 * 1024);
    }

    [Fact]
    public async Task Defaults_count_too()
    {
        var error = await MakesTooMuchAsync(
            JsonField("a") with { Fields = null, IsOptional = true, Default = new string('x', 900_000) }, null,
            entries: 100);

        Assert.Contains("up to those of objects[4] ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_parsed_once_for_all_its_entries()
    {
        var values = new ParsedValues();
        var (first, second) = (new SecretText("a: 1"), new SecretText("a: 1"));

        var root = values.Root(first, FieldSyntax.Yaml);

        Assert.NotSame(root, values.Root(second, FieldSyntax.Yaml));
        Assert.Same(root, values.Root(first, FieldSyntax.Yaml));
        foreach (var i in Enumerable.Range(0, 4))
        {
            values.Root(new SecretText($"{i}"), FieldSyntax.Json);
        }

        Assert.NotSame(root, values.Root(first, FieldSyntax.Yaml));
    }

    private static async Task<MountException> MakesTooMuchAsync(ObjectEntry entry, string? value, int entries)
    {
        using var conversions = new Conversions(
            new ContentOptions(true, true), permits: 1, largestVolume: 4 * 1024 * 1024, TimeProvider.System);
        ImmutableArray<VaultObject> objects = value is null ? [] : [Secret(value)];
        var error = await Assert.ThrowsAsync<MountException>(() => conversions.MakeAsync(
            "shop", [.. Enumerable.Range(0, entries).Select(index => entry with { Index = index })],
            [.. Enumerable.Repeat(objects, entries)], TestContext.Current.CancellationToken));
        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
        return error;
    }
}
