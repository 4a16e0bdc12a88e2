using System.Net.Sockets;
using Azure;

namespace Provider.Http;

/// <summary>Why a call ended without an answer.</summary>
internal enum CallFailure
{
    /// <summary>Time ran out, the mount's or a try's.</summary>
    TimedOut,

    /// <summary>There was no connection, or it broke.</summary>
    Unreachable,

    /// <summary>The answer was larger than any that can be used.</summary>
    TooLarge,
}

/// <summary>Tells what the exceptions of a call mean.</summary>
internal static class CallFailures
{
    /// <summary>The failure behind an exception; none when it is not the call's.</summary>
    /// <param name="error">What was thrown.</param>
    public static CallFailure? Of(Exception error) => error switch
    {
        OperationCanceledException => CallFailure.TimedOut,
        AnswerTooLargeException => CallFailure.TooLarge,
        RequestFailedException or IOException or HttpRequestException or SocketException => CallFailure.Unreachable,
        _ => null,
    };

    /// <summary>What broke a connection, in a word or two that hold nothing of what was sent.</summary>
    /// <param name="error">The error.</param>
    public static string Cause(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException socket:
                    return socket.SocketErrorCode.ToString();
                case HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and not HttpRequestError.ConnectionError } http:
                    return http.HttpRequestError.ToString();
            }
        }

        return "connection broken";
    }
}
