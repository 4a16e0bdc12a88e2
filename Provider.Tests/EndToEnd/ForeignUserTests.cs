using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Provider.Tests.EndToEnd;

/// <summary>A user other than root is refused over the socket, also where the file's mode would let it in.</summary>
public sealed partial class ForeignUserTests
{
    private const uint Unprivileged = 65534;
    private const uint Unchanged = uint.MaxValue;

    [Fact]
    public async Task A_foreign_user_is_refused_before_a_byte_is_read_and_root_is_served_after_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can connect as another user");
        await using var stage = await Stage.StartAsync("here");
        var path = stage.Provider.SocketPath;
        File.SetUnixFileMode(Path.GetDirectoryName(path)!, (UnixFileMode)0b111_001_001);
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);

        var received = await ReceivedAsync(path, Unprivileged);
        var root = await ReceivedAsync(path, 0);

        Assert.Equal(0, received);
        Assert.NotEqual(0, root);
        Assert.Contains("65534", stage.Provider.Output, StringComparison.Ordinal);
        Assert.Equal("v1alpha1", (await stage.Driver.VersionAsync(Patience.Limit)).Version);
    }

    // The kernel takes the user of the thread that connects. The thread is the caller's own and ends here.
    private static Task<int> ReceivedAsync(string path, uint user)
    {
        var received = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                Assert.Equal(0, SetUser(SetResUid, Unchanged, user, Unchanged));
                received.SetResult(Received(path));
            }
#pragma warning disable CA1031 // Handed to the test.
            catch (Exception error)
#pragma warning restore CA1031
            {
                received.SetException(error);
            }
        }).Start();
        return received.Task;
    }

    private static int Received(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.ReceiveTimeout = 60_000;
        socket.Connect(new UnixDomainSocketEndPoint(path));
        try
        {
            socket.Send(DriverConnection.Preface);
            return socket.Receive(new byte[64]);
        }
        catch (SocketException error)
            when (error.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            return 0;
        }
    }

    private static nint SetResUid => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 147 : 117;

    // The system call itself, which changes one thread; the C library's function would change all.
    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial int SetUser(nint number, uint real, uint effective, uint saved);
}
