using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Provider.Hosting;

/// <summary>The socket's two names: the driver's, and a hidden one of this instance in the same directory.</summary>
internal sealed record SocketName(string Path, string Hidden)
{
    /// <summary>The size of sockaddr_un's path without the terminating zero (unix(7)).</summary>
    private const int LongestPath = 107;

    /// <summary>Why a socket cannot be bound at a path; null if it can.</summary>
    public static string? ProblemOf(string path)
    {
        var directory = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path));
        return Encoding.UTF8.GetByteCount(path) > LongestPath ? $"a socket's path has at most {LongestPath} bytes"
            : !Directory.Exists(directory) ? $"the directory {directory} does not exist, or is not a directory"
            : null;
    }

    /// <summary>A path with a new hidden name; random, since in containers process ids are equal.</summary>
    public static SocketName Create(string path)
    {
        var random = RandomNumberGenerator.GetHexString(8, lowercase: true);
        var usual = HiddenPrefix(path) + random;
        var start = path[..(path.LastIndexOf('/') + 1)];
        // A long path leaves space for a name as long as the socket's own only.
        var space = LongestPath - Encoding.UTF8.GetByteCount(start);
        return new SocketName(
            path, Encoding.UTF8.GetByteCount(usual) <= LongestPath
                ? usual
                : start + $".{random}"[..Math.Min(random.Length + 1, space)]);
    }

    public static bool IsListening(string path)
    {
        // A full backlog also means a listener: connect(2) then fails with EAGAIN, since the socket is non-blocking.
        using var probe =
            new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode is not (SocketError.ConnectionRefused or SocketError.AddressNotAvailable);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Too long to connect to: another instance's link in the moment before it is renamed.
            return true;
        }
    }

    public void RemoveAbandoned()
    {
        var directory = System.IO.Path.GetDirectoryName(Path);
        foreach (var name in Directory.GetFiles(
            string.IsNullOrEmpty(directory) ? "." : directory, System.IO.Path.GetFileName(HiddenPrefix(Path)) + "*",
            new EnumerationOptions { AttributesToSkip = 0 }))
        {
            if (System.IO.Path.GetFileName(name) != System.IO.Path.GetFileName(Hidden) && !IsListening(name))
            {
                File.Delete(name);
            }
        }
    }

    private static string HiddenPrefix(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", $".{System.IO.Path.GetFileName(path)}.");
}
