using CsCheck;
using Provider.Model;

namespace Provider.Tests.Model;

public sealed class VolumePathTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("a/b/c.txt")]
    [InlineData(".hidden")]
    [InlineData("a.b")]
    [InlineData("späce and\ttab")]
    [InlineData("back\\slash")]
    public void A_path_that_the_driver_takes_is_fine(string path) => Assert.True(IsPath(path));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("./a")]
    [InlineData("a/.")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("/etc/passwd")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("..data")]
    [InlineData("a/..b")]
    [InlineData("a..b")]
    [InlineData("a\0b")]
    public void A_path_that_the_driver_refuses_or_breaks_on_has_a_fault(string path) => Assert.False(IsPath(path));

    [Fact]
    public void The_drivers_lengths_are_counted_in_bytes()
    {
        Assert.True(IsPath(new string('a', 255)));
        Assert.False(IsPath(new string('a', 256)));
        Assert.False(IsPath(new string('ä', 128)));
        Assert.True(IsPath(string.Join('/', Enumerable.Repeat(new string('a', 255), 16))));
        Assert.False(IsPath(string.Join('/', Enumerable.Repeat(new string('a', 255), 17))));
    }

    [Fact]
    public void A_fine_path_stays_below_the_volume_whatever_it_is() =>
        Gen.String[Gen.Char["ab./\\\0 é"], 0, 12].Sample(path =>
        {
            if (IsPath(path))
            {
                var full = Path.GetFullPath(path, "/volume");
                Assert.Equal("/volume/" + path, full);
            }
        });

    private static bool IsPath(string text)
    {
        var isPath = VolumePath.TryParse(text, out var path, out var fault);
        Assert.Equal(isPath ? text : null, path?.Text);
        Assert.Equal(isPath, fault is null);
        return isPath;
    }
}
