using System.Net.Sockets;
using System.Security.Cryptography;

namespace Provider.Hosting;

/// <summary>The unix socket's file: never open to others, never missing while it is replaced, never somebody else's that we remove.</summary>
/// <remarks>
/// The socket is bound under a name of its own in the same directory, closed to others, made to listen, and renamed to the name
/// that the driver looks up once the server is up. So a stale file is replaced in one step, a second instance takes over without
/// a moment without a socket, one that fails to start takes nothing, and nobody can connect before the mode is set: connecting
/// needs a listener.
/// </remarks>
internal sealed class SocketFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Backlog = 512;

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
    /// <param name="path">The path it will have; the directory must exist.</param>
    /// <exception cref="IOException">The directory is missing, not writable, or the path is longer than a socket's can be.</exception>
    public static SocketFile Bind(string path)
    {
        // Not the process id: in containers every instance has the same one.
        var bound = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(bound));
            File.SetUnixFileMode(bound, OwnerOnly);
            listener.Listen(Backlog);
            return new SocketFile(bound, path, listener);
        }
        catch (Exception error) when (error is SocketException or ArgumentException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new IOException($"the socket {path} cannot be bound: {error.Message}", error);
        }
    }

    /// <summary>Puts the socket in the place of whatever has its name.</summary>
    /// <exception cref="IOException">The directory does not allow it.</exception>
    public void Publish() => File.Move(bound, path, overwrite: true);

    /// <summary>Removes the file, unless another instance has put its own there meanwhile.</summary>
    public void Dispose()
    {
        File.Delete(bound);
        if (identity is not null && FileIdentity.Of(path) == identity)
        {
            File.Delete(path);
        }
    }
}
