using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Provider.Http.Failures;

/// <summary>Why a call has no response, for every endpoint.</summary>
internal sealed record CallFailure(CallFailureKind Kind, string Text, string? Remedy = null)
{
    /// <summary>Whether a retry would end the same way.</summary>
    public bool IsFinal =>
        Kind is CallFailureKind.Untrusted or CallFailureKind.TooLarge or CallFailureKind.ProxyRefused;

    public bool IsOfProxy => Kind is CallFailureKind.ProxyUnreachable or CallFailureKind.ProxyRefused;

    /// <summary>Reads the transport's exception; an unknown one counts as the network's.</summary>
    public static CallFailure Of(Exception error)
    {
        if (error is OperationCanceledException and not { InnerException: TimeoutException })
        {
            return new CallFailure(CallFailureKind.TimedOut, "no response in time");
        }

        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (Known(cause) is { } known)
            {
                return known;
            }
        }

        return error is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            || error.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }
            ? NoTls
            : Unreachable("the connection broke");
    }

    private static CallFailure NoTls => Unreachable(
        "the TLS handshake failed: there is no common protocol version or cipher, or the server does not speak TLS");

    private static CallFailure? Known(Exception cause) => cause switch
    {
        ResponseTooLargeException large => new CallFailure(CallFailureKind.TooLarge, large.Sizes),
        ConnectionFailedException known => known.Failure,
        // So does .NET report that ConnectTimeout has passed.
        TimeoutException => Unreachable("the connection took too long to be made"),
        SocketException
        {
            SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain,
        } socket => Unreachable(
                $"its name does not resolve on this node ({socket.SocketErrorCode}); the name is wrong, or it is a "
                + "private endpoint's and the private DNS zone is not linked to this network"),
        AddressesUnreachableException addresses => Unreachable($"the connection failed ({addresses.Attempts})"),
        SocketException socket => Unreachable($"the connection failed ({socket.SocketErrorCode})"),
        AuthenticationException => NoTls,
        // The inner exception is more specific than a general kind.
        HttpRequestException
        {
            HttpRequestError: not (HttpRequestError.Unknown or HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        } http => Unreachable($"the connection failed ({http.HttpRequestError})"),
        _ => null,
    };

    private static CallFailure Unreachable(string text) => new(CallFailureKind.Unreachable, text);
}

/// <summary>The kinds of failure without a response.</summary>
// TimedOut: the mount's time or an attempt's. ProxyUnreachable: also for a proxy that could not connect for now.
internal enum CallFailureKind
{
    TimedOut,
    Unreachable,
    ProxyUnreachable,
    ProxyRefused,
    Untrusted,
    TooLarge,
}

/// <summary>A connection failed for a reason that is known where it was made.</summary>
internal sealed class ConnectionFailedException(CallFailure failure, Exception? inner = null)
    : IOException(failure.Text, inner)
{
    public CallFailure Failure => failure;
}

/// <summary>None of a host's addresses could be connected to.</summary>
internal sealed class AddressesUnreachableException(IReadOnlyList<(IPEndPoint Address, SocketError Error)> attempts)
    : SocketException((int)attempts[^1].Error)
{
    /// <summary>The addresses that were tried, each with its error: <c>10.0.0.4:443 ConnectionRefused</c>.</summary>
    public string Attempts { get; } =
        string.Join(", ", attempts.Select(attempt => $"{attempt.Address} {attempt.Error}"));

    public override string Message => $"could not connect to {Attempts}";
}

/// <summary>A response larger than any that can be used. A retry would not make it smaller.</summary>
internal sealed class ResponseTooLargeException(long? size, long limit) : Exception("The response is too large.")
{
    /// <summary>The size and the limit in bytes, as the end of a sentence.</summary>
    public string Sizes { get; } = size is { } known
        ? $"a response of {known} bytes; at most {limit} are read"
        : $"a response of more than {limit} bytes, the most that are read";
}
