using System.Net.Sockets;
using Provider.Hosting;

namespace Provider.Tests.Hosting;

public sealed class SocketFileTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("socket").FullName;

    private string SocketPath => Path.Combine(directory, "azure.sock");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void The_socket_is_open_to_its_owner_only_and_leaves_nothing_behind()
    {
        var bound = Published();

        Assert.All(Directory.GetFileSystemEntries(directory), name => Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(name)));
        Assert.Contains(SocketPath, Directory.GetFileSystemEntries(directory));
        bound.Listener.Dispose();
        bound.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(directory));
    }

    [Fact]
    public async Task A_socket_without_a_listener_is_replaced()
    {
        File.WriteAllText(SocketPath, "stale");

        using var bound = Published();

        await Connects();
        bound.Listener.Dispose();
    }

    [Fact]
    public void The_file_is_removed_on_exit()
    {
        var bound = Published();
        bound.Listener.Dispose();

        bound.Dispose();

        Assert.False(File.Exists(SocketPath));
    }

    [Fact]
    public async Task A_second_instance_takes_over_and_the_first_leaves_its_socket_alone()
    {
        var first = Published();
        using var second = Published();

        first.Listener.Dispose();
        first.Dispose();

        await Connects();
        second.Listener.Dispose();
    }

    [Fact]
    public void A_missing_directory_is_an_error_that_names_the_path()
    {
        var error = Assert.ThrowsAny<IOException>(() => SocketFile.Bind(Path.Combine(directory, "none", "azure.sock")));

        Assert.Contains(Path.Combine(directory, "none", "azure.sock"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_an_error_that_names_it()
    {
        var path = Path.Combine(directory, new string('a', 120));

        Assert.Contains(
            path, Assert.ThrowsAny<IOException>(() => SocketFile.Bind(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(99, "azure.sock")]
    [InlineData(106, "azure.sock")]
    [InlineData(107, "azure.sock")]
    [InlineData(107, "abc")]
    public async Task A_path_of_up_to_107_bytes_is_bound(int length, string name)
    {
        var parent = Path.Combine(directory, new string('d', length - directory.Length - name.Length - 2));
        Directory.CreateDirectory(parent);
        var path = Path.Combine(parent, name);
        Assert.Equal(length, path.Length);

        using var bound = SocketFile.Bind(path);
        bound.Publish();

        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        Assert.Equal([path], Directory.GetFileSystemEntries(parent).Where(entry => Path.GetFileName(entry)[0] != '.'));
        bound.Listener.Dispose();
    }

    [Fact]
    public void A_directory_that_is_gone_at_the_end_is_reported_and_does_not_throw()
    {
        var parent = Directory.CreateDirectory(Path.Combine(directory, "providers"));
        var bound = SocketFile.Bind(Path.Combine(parent.FullName, "azure.sock"));
        bound.Publish();
        bound.Listener.Dispose();
        parent.Delete(recursive: true);

        Assert.Contains(parent.FullName, bound.Remove(), StringComparison.Ordinal);
        bound.Dispose();
    }

    [Fact]
    public async Task A_socket_that_was_never_published_takes_nothing()
    {
        using var first = Published();
        var failed = SocketFile.Bind(SocketPath);

        failed.Listener.Dispose();
        failed.Dispose();

        Assert.DoesNotContain(
            Directory.GetFileSystemEntries(directory), name => name.EndsWith(".link", StringComparison.Ordinal));
        await Connects();
        first.Listener.Dispose();
    }

    [Fact]
    public async Task Publishing_again_changes_nothing()
    {
        using var bound = Published();

        bound.Publish();

        await Connects();
        Assert.Equal(2, Directory.GetFileSystemEntries(directory).Length);
        bound.Listener.Dispose();
    }

    [Fact]
    public void Hidden_names_of_instances_that_were_killed_are_removed_and_those_of_others_stay()
    {
        using var running = Published();
        var killed = Path.Combine(directory, ".azure.sock.0123abcd");
        File.WriteAllText(killed, "");

        using var next = SocketFile.Bind(SocketPath);

        Assert.False(File.Exists(killed));
        Assert.Equal(3, Directory.GetFileSystemEntries(directory).Length);
        Assert.True(running.IsPublished);
        File.Delete(SocketPath);
        Assert.True(running.TryRestore());
        running.Listener.Dispose();
        next.Listener.Dispose();
    }

    private SocketFile Published()
    {
        var bound = SocketFile.Bind(SocketPath);
        bound.Publish();
        return bound;
    }

    private async Task Connects()
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), TestContext.Current.CancellationToken);
    }
}
