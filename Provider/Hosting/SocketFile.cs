using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Provider.Hosting;

/// <summary>The socket's file: never open to others, never missing while replaced, removed only if ours.</summary>
// The socket is bound under a hidden name of its own in the same directory, closed to others, made to listen, and
// linked to the name that the driver looks up once the server is up. So a stale file is replaced in one step, a second
// instance takes over without a gap, one that fails to start changes nothing, and no caller can connect before the mode
// is set. The hidden name stays: if another program removes the driver's name, it can be linked again.
internal sealed partial class SocketFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int Backlog = 512;

    private readonly SocketName name;
    private readonly FileIdentity? identity;

    private SocketFile(SocketName name, Socket listener)
    {
        (this.name, Listener) = (name, listener);
        identity = FileIdentity.Of(name.Hidden);
    }

    public Socket Listener { get; }

    public string SocketPath => name.Path;

    public bool IsPublished => identity is not null && FileIdentity.Of(SocketPath) == identity;

    /// <summary>Binds the socket under its hidden name, and removes abandoned hidden names.</summary>
    /// <exception cref="StartFailure">
    /// The directory is missing, full or not writable, or the path is too long.
    /// </exception>
    public static SocketFile Bind(string path)
    {
        if (SocketName.ProblemOf(path) is { } problem)
        {
            throw Failure(path, problem);
        }

        for (var isFreed = false; ; isFreed = true)
        {
            try
            {
                return BindUnder(SocketName.Create(path));
            }
            catch (SocketException error)
            {
                var refusal = error.SocketErrorCode == SocketError.SocketError ? FullDirectory.Refusal(path) : null;
                if (isFreed || !TryFree(path, refusal))
                {
                    var reason = refusal is null ? StartFailure.Reason(error) : StartFailure.Reason(refusal.HResult);
                    throw Failure(path, reason, error);
                }
            }
            catch (Exception error) when (error is ArgumentException or UnauthorizedAccessException or IOException)
            {
                throw Failure(path, error.Message, error);
            }
        }
    }

    /// <summary>Replaces the file with the socket's name by the socket.</summary>
    /// <exception cref="StartFailure">The directory does not allow it.</exception>
    public void Publish()
    {
        try
        {
            LinkOverPath();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure(
                $"the socket {SocketPath} cannot be put in its place: {error.Message} Remove what is there, or choose "
                + "another --endpoint.",
                error);
        }
    }

    /// <summary>Restores the name if it is missing or has no listener; returns whether it did.</summary>
    /// <exception cref="IOException">The directory does not allow it.</exception>
    public bool TryRestore()
    {
        if (IsPublished)
        {
            return false;
        }

        if (FileIdentity.Of(SocketPath) is not { } other)
        {
            // Fails if the name has been taken meanwhile.
            return Link(name.Hidden, SocketPath) == 0;
        }

        if (SocketName.IsListening(SocketPath) || FileIdentity.Of(SocketPath) != other)
        {
            return false;
        }

        LinkOverPath();
        return true;
    }

    /// <summary>Removes the file unless it is another instance's. Returns the error; null for none.</summary>
    public string? Remove()
    {
        try
        {
            if (IsPublished)
            {
                File.Delete(SocketPath);
            }

            File.Delete(name.Hidden);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    public void Dispose() => Remove();

    // The file of an instance that has ended may have the last inode of a full directory.
    private static bool TryFree(string path, IOException? refusal)
    {
        if (refusal?.HResult != FullDirectory.NoSpace || !File.Exists(path) || SocketName.IsListening(path))
        {
            return false;
        }

        File.Delete(path);
        return true;
    }

    private static SocketFile BindUnder(SocketName name)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(name.Hidden));
            File.SetUnixFileMode(name.Hidden, OwnerOnly);
            listener.Listen(Backlog);
            name.RemoveAbandoned();
            return new SocketFile(name, listener);
        }
        catch
        {
            listener.Dispose();
            File.Delete(name.Hidden);
            throw;
        }
    }

    private static StartFailure Failure(string path, string reason, Exception? inner = null) =>
        new($"the socket {path} (--endpoint) cannot be bound: {reason}", inner);

    private void LinkOverPath()
    {
        var link = name.Hidden + ".link";
        if (Link(name.Hidden, link) != 0)
        {
            if (Marshal.GetLastPInvokeError() == FullDirectory.NoSpace && !SocketName.IsListening(SocketPath))
            {
                // No space for a second link: the stale socket is deleted first, not replaced in one step.
                File.Delete(SocketPath);
                if (Link(name.Hidden, SocketPath) == 0)
                {
                    return;
                }
            }

            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }

        try
        {
            // If the name is ours already, rename(2) does nothing and leaves the link.
            File.Move(link, SocketPath, overwrite: true);
        }
        finally
        {
            File.Delete(link);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string existing, string name);
}
