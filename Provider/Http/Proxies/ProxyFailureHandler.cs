using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Provider.Http.Failures;

namespace Provider.Http.Proxies;

/// <summary>Reports a proxy's failures as the proxy's, not as the host's.</summary>
internal sealed partial class ProxyFailureHandler(HttpMessageHandler inner, IWebProxy proxy) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception error) when (ProxyOf(request) is { } server && FailureOf(server, error) is { } failure)
        {
            throw new ConnectionFailedException(failure, error);
        }
    }

    // The TCP connection goes to the proxy, so its failures are the proxy's.
    private static CallFailure? FailureOf(Uri server, Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
            Refusal(server, StatusIn(error.Message)),
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError,
        } =>
            Unreachable(server, Cause(error)),
        // How SocketsHttpHandler reports that its ConnectTimeout has passed; a canceled call has no such cause.
        OperationCanceledException { InnerException: TimeoutException } =>
            Unreachable(server, "the connection took too long to be made"),
        _ => null,
    };

    private static CallFailure Refusal(Uri server, int? status) => new(
        // A client error (RFC 9110, section 15.5) is final; any other failure may be temporary.
        status is >= 400 and < 500 and not 408 and not 429
            ? CallFailureKind.ProxyRefused
            : CallFailureKind.ProxyUnreachable,
        $"the proxy {Name(server)} refused to connect" + (status switch
        {
            null => "",
            407 => " (407): it requires a user and password",
            _ => $" ({status})",
        }));

    private static CallFailure Unreachable(Uri server, string cause) =>
        new(CallFailureKind.ProxyUnreachable, $"could not connect to the proxy {Name(server)} ({cause})");

    private static string Name(Uri server) => $"{server.Scheme}://{server.Authority}";

    private static string Cause(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case ConnectionFailedException known:
                    return known.Failure.Text;
                case AddressesUnreachableException addresses:
                    return addresses.Attempts;
                case SocketException socket:
                    return socket.SocketErrorCode.ToString();
            }
        }

        return "no connection";
    }

    // SocketsHttpHandler gives the status only at the end of its message.
    private static int? StatusIn(string message) =>
        Status().Match(message) is { Success: true } match
            ? int.Parse(match.Value, CultureInfo.InvariantCulture)
            : null;

    private Uri? ProxyOf(HttpRequestMessage request) => request.RequestUri is { } uri ? proxy.GetProxy(uri) : null;

    [GeneratedRegex(@"\b[1-5][0-9]{2}\b(?=[^0-9]*\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Status();
}
