using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Provider.Tests.KeyVault;

/// <summary>
/// A vault at the transport's edge: responses by path, asks for a token first, and keeps what it was asked.
/// </summary>
internal sealed class FakeVault : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpResponseMessage>> responses = [];
    private readonly Dictionary<string, (TaskCompletionSource Arrived, Task Until)> held = [];

    /// <summary>Every request with a token, as path and query.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Every host that was called, with or without a token.</summary>
    public ConcurrentQueue<string> Hosts { get; } = [];

    /// <summary>Every token that was shown.</summary>
    public ConcurrentQueue<string> Tokens { get; } = [];

    /// <summary>Every request without a token.</summary>
    public ConcurrentQueue<string> Challenged { get; } = [];

    /// <summary>The challenge of every 401.</summary>
    public string Challenge { get; set; } =
        "Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"https://vault.azure.net\"";

    public FakeVault Responds(string path, string json, HttpStatusCode status = HttpStatusCode.OK)
    {
        responses[path] = () =>
            new HttpResponseMessage(status) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        return this;
    }

    public FakeVault Refuses(string path, int status, string code, string? inner = null, string message = "canary") =>
        Responds(
            path,
            $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"{{{(inner is null ? "" : $",\"innererror\":{{\"code\":\"{inner}\"}}")}}}}}""",
            (HttpStatusCode)status);

    public FakeVault Breaks(string path, Exception error)
    {
        responses[path] = () => throw error;
        return this;
    }

    /// <summary>Keeps a response back until something ends. Returns what ends with the request's arrival.</summary>
    public Task Holds(string path, Task until)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        held[path] = (arrived, until);
        return arrived.Task;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // The client libraries end the path of a latest version with a slash, which the service ignores.
        var path = request.RequestUri!.AbsolutePath.TrimEnd('/');
        Hosts.Enqueue(request.RequestUri.Host);
        if (request.Headers.Authorization is not { } token)
        {
            Challenged.Enqueue(path);
            var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            challenge.Headers.TryAddWithoutValidation("WWW-Authenticate", Challenge);
            return challenge;
        }

        Requests.Enqueue(path + request.RequestUri.Query);
        Tokens.Enqueue(token.ToString());
        if (held.TryGetValue(path, out var hold))
        {
            hold.Arrived.TrySetResult();
            await hold.Until.WaitAsync(cancellationToken);
        }

        var response = responses.TryGetValue(path, out var respond)
            ? respond()
            : new HttpResponseMessage(
                HttpStatusCode.NotFound) { Content = new StringContent("""{"error":{"code":"SecretNotFound"}}""") };
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            response.Headers.TryAddWithoutValidation("WWW-Authenticate", Challenge);
        }

        return response;
    }
}
