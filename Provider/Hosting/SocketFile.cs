using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Provider.Hosting;

/// <summary>The unix socket's file: never open to others, never missing while it is replaced, and only ours is ever removed.</summary>
/// <remarks>
/// The socket is bound under a name of its own in the same directory, closed to others, made to listen, and renamed to the
/// name that the driver looks up once the server is up. So a stale file is replaced in one step, a second instance takes over
/// without a moment without a socket, one that fails to start takes nothing, and connecting before the mode is set is
/// impossible: it needs a listener.
/// </remarks>
internal sealed class SocketFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Backlog = 512;

    /// <summary>What sockaddr_un has room for, without the zero at the end (unix(7)).</summary>
    private const int LongestPath = 107;
    private const int NoSpace = 28;

    private readonly string bound;
    private readonly string path;
    private readonly FileIdentity? identity;

    private SocketFile(string bound, string path, Socket listener)
    {
        (this.bound, this.path) = (bound, path);
        Listener = listener;
        identity = FileIdentity.Of(bound);
    }

    /// <summary>The listening socket.</summary>
    public Socket Listener { get; }

    /// <summary>Binds the socket, not under its name yet.</summary>
    /// <exception cref="StartFailure">The directory is missing, full or not writable, or the path is too long.</exception>
    public static SocketFile Bind(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            throw Failure(path, $"a socket's path has at most {LongestPath} bytes");
        }

        if (!Directory.Exists(directory))
        {
            throw Failure(path, $"the directory {directory} does not exist, or is not a directory");
        }

        for (var isFreed = false; ; isFreed = true)
        {
            try
            {
                return BindUnder(HiddenName(path), path);
            }
            catch (SocketException full) when (!isFreed && full.NativeErrorCode == NoSpace && IsStale(path))
            {
                // Its own predecessor's file may be what takes the last inode.
                File.Delete(path);
            }
            catch (SocketException error)
            {
                throw Failure(path, StartFailure.Reason(error), error);
            }
            catch (Exception error) when (error is ArgumentException or UnauthorizedAccessException or IOException)
            {
                throw Failure(path, error.Message, error);
            }
        }
    }

    /// <summary>Puts the socket in the place of whatever has its name.</summary>
    /// <exception cref="StartFailure">The directory does not allow it.</exception>
    public void Publish()
    {
        try
        {
            File.Move(bound, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure(
                $"the socket {path} cannot be put in its place: {error.Message} Remove what is there, or choose another --endpoint.",
                error);
        }
    }

    /// <summary>Removes the file, unless another instance has put its own there meanwhile.</summary>
    /// <returns>Why it is still there; none when it is gone.</returns>
    public string? Remove()
    {
        try
        {
            File.Delete(bound);
            if (identity is not null && FileIdentity.Of(path) == identity)
            {
                File.Delete(path);
            }

            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Remove();

    private static SocketFile BindUnder(string bound, string path)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(bound));
            File.SetUnixFileMode(bound, OwnerOnly);
            listener.Listen(Backlog);
            return new SocketFile(bound, path, listener);
        }
        catch
        {
            listener.Dispose();
            File.Delete(bound);
            throw;
        }
    }

    // In the same directory, since a rename must not leave the file system; not by the process id: in containers every
    // instance has the same one. A long path leaves room for a name as long as the socket's own only.
    private static string HiddenName(string path)
    {
        var random = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var usual = $"{path}.{random}";
        var start = path[..(path.LastIndexOf('/') + 1)];
        var room = LongestPath - Encoding.UTF8.GetByteCount(start);
        return Encoding.UTF8.GetByteCount(usual) <= LongestPath ? usual : start + $".{random}"[..Math.Min(random.Length + 1, room)];
    }

    private static bool IsStale(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    private static StartFailure Failure(string path, string reason, Exception? inner = null) =>
        new($"the socket {path} (--endpoint) cannot be bound: {reason}", inner);
}
