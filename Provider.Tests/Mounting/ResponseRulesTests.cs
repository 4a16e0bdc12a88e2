using System.Collections.Immutable;
using CsCheck;
using Provider.Model;
using Provider.Mounting;
using Provider.Tests.Model;

namespace Provider.Tests.Mounting;

public sealed class ResponseRulesTests
{
    [Theory]
    [InlineData("a.crt", "a.crt")]
    [InlineData("a", "a/b")]
    [InlineData("a/b/c", "a")]
    public void Files_that_collide_are_refused_with_both_entries(string first, string second)
    {
        var error = Assert.Throws<MountException>(() => ResponseRules.CheckPaths([File(0, first), File(1, second)]));

        Assert.Equal(ErrorCodes.PathInvalid, error.Code);
        Assert.Contains("objects[0]", error.Message, StringComparison.Ordinal);
        Assert.Contains("objects[1]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_beside_each_other_are_fine() =>
        ResponseRules.CheckPaths([File(0, "a.crt"), File(0, "a.key"), File(0, "a"), File(1, "b/c"), File(2, "b/d")]);

    [Fact]
    public void A_response_over_the_limit_is_refused_with_its_size_and_the_largest_files()
    {
        ImmutableArray<VolumeFile> files = [File(0, "small", 10), File(1, "big", 400), File(2, "bigger", 600),
            File(3, "middle", 100)];

        var size = MountResponses.Make(files).CalculateSize();
        ResponseRules.CheckSize(files, size);
        var error = Assert.Throws<MountException>(() => ResponseRules.CheckSize(files, size - 1));

        Assert.Equal(ErrorCodes.ResponseTooLarge, error.Code);
        Assert.Contains($"{size} bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains(
            "\"bigger\" with 600, \"big\" with 400, \"middle\" with 100", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("small", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_of_a_response_is_known_before_it_is_made() =>
        Gen.Select(
            Gen.Char["aé€"], Gen.Int[1, 80], Gen.OneOf(Gen.Int[0, 300], Gen.Int[16_000, 70_000]), Gen.Int[0, 3])
            .Array[0, 12].Sample(all =>
            {
                ImmutableArray<VolumeFile> files = [.. all.Select((one, place) =>
                    File(one.Item4, $"{place}/{new string(one.Item1, one.Item2)}", one.Item3))];

                return ResponseSize.Of(files) == MountResponses.Make(files).CalculateSize();
            });

    private static VolumeFile File(int index, string path, int size = 1)
    {
        var permission = FilePermission.FromOctal("0644")!.Value;
        var entry = new ObjectEntry(
            index, $"name{index}", ObjectType.Secret, Paths.Of(path), null, 1, ObjectFormat.Default,
            ObjectEncoding.Utf8, permission);
        return new VolumeFile(entry, entry.Path, permission, new byte[size], entry.Id, "v1");
    }
}
