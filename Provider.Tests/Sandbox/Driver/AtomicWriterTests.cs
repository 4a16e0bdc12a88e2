using Google.Protobuf;
using Provider.Sandbox.Driver;

namespace Provider.Tests.Sandbox.Driver;

/// <summary>How a volume is written: through one link that is swapped, or not at all.</summary>
public sealed class AtomicWriterTests : IDisposable
{
    private readonly DirectoryInfo target = Directory.CreateTempSubdirectory("volume-");

    public void Dispose() => target.Delete(recursive: true);

    [Fact]
    public void Every_name_leads_through_one_link_to_a_folder_of_its_time()
    {
        Assert.True(Write(("a", "1", 420), ("config/b", "2", 256)));

        Assert.Equal("1", Text("a"));
        Assert.Equal("2", Text("config/b"));
        Assert.Equal((UnixFileMode)256, System.IO.File.GetUnixFileMode(Full("config/b")));
        Assert.Equal(("..data/a", "..data/config"), (Link("a"), Link("config")));
        Assert.Matches(@"^\.\.\d{4}(_\d\d){5}\.\d+$", Link("..data"));
    }

    [Fact]
    public void The_same_content_is_not_written_again_even_with_another_mode()
    {
        Write(("a", "1", 420));
        var before = Link("..data");

        Assert.False(Write(("a", "1", 256)));
        Assert.Equal(before, Link("..data"));
        Assert.Equal((UnixFileMode)420, System.IO.File.GetUnixFileMode(Full("a")));
    }

    [Fact]
    public void A_change_swaps_the_whole_volume_and_leaves_nothing_behind()
    {
        Write(("a", "1", 420), ("gone", "1", 420), ("config/b", "1", 420), ("config/gone", "1", 420));

        Assert.True(Write(("a", "2", 256), ("config/b", "1", 420), ("new", "1", 420)));

        Assert.Equal(("2", (UnixFileMode)256), (Text("a"), System.IO.File.GetUnixFileMode(Full("a"))));
        Assert.Equal(
            [Link("..data"), "..data", "a", "config", "new"],
            target.GetFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["b"], Directory.GetFiles(Full("config")).Select(Path.GetFileName));
    }

    private bool Write(params (string Path, string Text, int Mode)[] files) =>
        new AtomicWriter(target.FullName, TimeProvider.System).Write(
        [.. files.Select(file =>
            new Protocol.File { Path = file.Path, Mode = file.Mode, Contents = ByteString.CopyFromUtf8(file.Text) })]);

    private string Full(string path) => Path.Combine(target.FullName, path);

    private string Text(string path) => System.IO.File.ReadAllText(Full(path));

    private string Link(string name) => new FileInfo(Full(name)).LinkTarget ?? "";
}
