using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Provider.Hosting;

/// <summary>The provider cannot start, for a reason that its operator can change.</summary>
internal sealed class StartFailure(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Any failure at start in one line, without a stack trace.</summary>
    public static string Describe(Exception error) => error switch
    {
        StartFailure or IOException => error.Message,
        UnauthorizedAccessException => error.Message,
        SocketException socket => Reason(socket),
        OutOfMemoryException or ThreadStartException =>
            "could not allocate memory or start a thread; check the limits of processes (pids.max) and memory of the "
            + "container",
        _ => $"{error.GetType().Name}: {error.Message}",
    };

    /// <summary>
    /// The system's own word for why a socket call failed, such as <c>No space left on device (errno 28)</c>.
    /// </summary>
    public static string Reason(SocketException error) =>
        $"{Marshal.GetPInvokeErrorMessage(error.NativeErrorCode)} (errno {error.NativeErrorCode})";
}
