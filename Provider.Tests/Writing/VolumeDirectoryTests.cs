using System.Text;
using Provider.Model;
using Provider.Tests.EndToEnd;
using Provider.Tests.Model;
using Provider.Tests.Parameters;
using Provider.Tool.Writing;

namespace Provider.Tests.Writing;

public sealed class VolumeDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory parent = new();

    private string Target => Path.Combine(parent.Path, "volume");

    public void Dispose() => parent.Dispose();

    [Fact]
    public void Files_have_their_bytes_and_modes_and_the_directory_is_closed_to_others()
    {
        Assert.True(Write(File("a", "1", "0400"), File("sub/deep/b", "2", "0640")));

        Assert.Equal(("1", "2"), (Text("a"), Text("sub/deep/b")));
        Assert.Equal((UnixFileMode)0x100, System.IO.File.GetUnixFileMode(Path.Combine(Target, "a")));
        Assert.Equal((UnixFileMode)0x1A0, System.IO.File.GetUnixFileMode(Path.Combine(Target, "sub/deep/b")));
        Assert.Equal((UnixFileMode)0x1C0, System.IO.File.GetUnixFileMode(Target));
        Assert.Equal((UnixFileMode)0x1ED, System.IO.File.GetUnixFileMode(Path.Combine(Target, "sub/deep")));
        Assert.Equal("..data/a", new FileInfo(Path.Combine(Target, "a")).LinkTarget);
    }

    [Fact]
    public void A_directory_that_is_there_keeps_its_mode()
    {
        Directory.CreateDirectory(Target);
        System.IO.File.SetUnixFileMode(Target, (UnixFileMode)0x1E8);

        Write(File("a", "1"));

        Assert.Equal((UnixFileMode)0x1E8, System.IO.File.GetUnixFileMode(Target));
    }

    [Fact]
    public void The_same_again_writes_nothing_and_another_mode_does()
    {
        Write(File("a", "1", "0644"));
        var first = Current();

        Assert.False(Write(File("a", "1", "0644")));
        Assert.Equal(first, Current());
        Assert.True(Write(File("a", "1", "0600")));
        Assert.NotEqual(first, Current());
    }

    [Fact]
    public void A_new_volume_takes_the_place_of_the_old_and_leaves_nothing_of_it()
    {
        Write(File("a", "1"), File("old/b", "2"));

        Assert.True(Write(File("a", "changed"), File("new", "3")));

        Assert.Equal(("changed", "3"), (Text("a"), Text("new")));
        Assert.Equal(["..data", Current(), "a", "new"], Names());
    }

    [Fact]
    public void What_a_killed_run_left_is_swept()
    {
        Directory.CreateDirectory(Path.Combine(Target, "..2020_01_01_00_00_00.7/x"));

        Write(File("a", "1"));

        Assert.Equal(["..data", Current(), "a"], Names());
    }

    [Fact]
    public void A_file_that_is_not_of_a_mount_is_neither_replaced_nor_removed()
    {
        Directory.CreateDirectory(Target);
        System.IO.File.WriteAllText(Path.Combine(Target, "mine"), "mine");
        System.IO.File.WriteAllText(Path.Combine(Target, "taken"), "mine");

        Assert.Contains("is there already", Assert.Throws<IOException>(() => Write(File("taken", "1"))).Message,
            StringComparison.Ordinal);
        Write(File("a", "1"));

        Assert.Equal(("mine", "mine", "1"), (Text("mine"), Text("taken"), Text("a")));
    }

    [Theory]
    [InlineData("taken")]
    [InlineData("..data")]
    public void A_planted_link_leads_nothing_outside(string name)
    {
        var outside = Directory.CreateDirectory(Path.Combine(parent.Path, "outside")).FullName;
        Directory.CreateDirectory(Target);
        System.IO.File.CreateSymbolicLink(Path.Combine(Target, name), outside);

        Assert.Throws<IOException>(() => Write(File("taken/x", "1")));

        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public void A_link_in_the_targets_place_is_refused()
    {
        var outside = Directory.CreateDirectory(Path.Combine(parent.Path, "outside")).FullName;
        System.IO.File.CreateSymbolicLink(Target, outside);

        Assert.Throws<IOException>(() => Write(File("a", "1")));

        Assert.Empty(Directory.GetFileSystemEntries(outside));
    }

    [Fact]
    public void What_is_ended_before_the_rename_leaves_the_old_volume()
    {
        Write(File("a", "1"));
        using var ended = new CancellationTokenSource();
        ended.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => new VolumeDirectory(Target, TimeProvider.System).Write([File("a", "2")], ended.Token));

        Assert.Equal("1", Text("a"));
        Assert.Equal(["..data", Current(), "a"], Names());
    }

    [Fact]
    public void Two_runs_do_not_write_at_once()
    {
        Write(File("a", "1"));
        using var other = PinnedDirectory.Open(Target);
        other.Lock();

        Assert.Contains("another mount is writing", Assert.Throws<IOException>(() => Write(File("a", "2"))).Message,
            StringComparison.Ordinal);
        Assert.Equal("1", Text("a"));
    }

    [Fact]
    public async Task Whoever_reads_sees_the_old_volume_or_the_new_one()
    {
        Write(File("a", "0"), File("b", "0"));
        using var done = new CancellationTokenSource();
        var seen = 0;
        var reading = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    Interlocked.Add(ref seen, ReadsBoth() ? 1 : 0);
                }
            },
            Patience.Limit);
        for (var round = 1; round < 100 || Volatile.Read(ref seen) == 0; round++)
        {
            Write(File("a", $"{round}"), File("b", $"{round}"));
        }

        await done.CancelAsync();
        await reading;
        Assert.NotEqual(0, seen);
    }

    private bool ReadsBoth()
    {
        // Through one link, as a program would that opens the volume once.
        var link = new DirectoryInfo(Path.Combine(Target, "..data"));
        var now = link.ResolveLinkTarget(returnFinalTarget: false)!.FullName;
        try
        {
            Assert.Equal(
                System.IO.File.ReadAllText(Path.Combine(now, "a")), System.IO.File.ReadAllText(Path.Combine(now, "b")));
            return true;
        }
        catch (IOException)
        {
            // Replaced between the two reads: gone as a whole.
            return false;
        }
    }

    private bool Write(params VolumeFile[] files) =>
        new VolumeDirectory(Target, TimeProvider.System).Write(files, CancellationToken.None);

    private static VolumeFile File(string path, string text, string mode = "0644")
    {
        var entry = new ValidRequest().WithEntries("objectName: any\nobjectType: secret").Entry();
        return new VolumeFile(entry, Paths.Of(path), FilePermission.FromOctal(mode)!.Value,
            Encoding.UTF8.GetBytes(text), "secret/any", "1");
    }

    private string Text(string name) => System.IO.File.ReadAllText(Path.Combine(Target, name));

    private string Current() => new FileInfo(Path.Combine(Target, "..data")).LinkTarget!;

    private string[] Names() =>
        [.. Directory.GetFileSystemEntries(Target).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)
        .OrderBy(name => name == "..data" ? 0 : name.StartsWith("..", StringComparison.Ordinal) ? 1 : 2)];
}
