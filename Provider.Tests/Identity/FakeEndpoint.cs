using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging;
using Provider.Http;
using Provider.Http.Connections;

namespace Provider.Tests.Identity;

/// <summary>What was asked of a fake endpoint.</summary>
internal sealed record RecordedRequest(
    string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body, TimeSpan At);

/// <summary>A transport with scripted responses; the last one is repeated.</summary>
internal sealed class FakeEndpoint(VirtualTime time) : HttpMessageHandler
{
    private readonly Queue<Func<CancellationToken, Task<HttpResponseMessage>>> responses = [];

    public ConcurrentQueue<RecordedRequest> Calls { get; } = [];

    /// <summary>The log lines of the calls.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    public RecordedRequest Only => Assert.Single(Calls);

    public CallSettings Settings =>
        new(
            new HttpClientTransport(Transports.Client(new BoundedBodyHandler(this))), "test/1", time,
            new ListLogger(Log));

    public FakeEndpoint Responds(
        string body, int status = 200, TimeSpan after = default, params (string Name, string Value)[] headers)
    {
        responses.Enqueue(async cancellationToken =>
        {
            await Task.Delay(after, time, cancellationToken);
            var response =
                new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return response;
        });
        return this;
    }

    public FakeEndpoint Refuses()
    {
        responses.Enqueue(_ => throw new HttpRequestException(
            HttpRequestError.ConnectionError, "canary", new SocketException((int)SocketError.ConnectionRefused)));
        return this;
    }

    public FakeEndpoint Hangs() => Responds("", after: TimeSpan.FromDays(1));

    /// <summary>One of the faults that every endpoint is tried with.</summary>
    public FakeEndpoint Fails(string fault) => fault switch
    {
        "refused" => Refuses(),
        "hangs" => Hangs(),
        "429 with Retry-After" => Responds("canary", 429, headers: ("Retry-After", "7")),
        "malformed" => Responds("{canary"),
        "empty" => Responds(""),
        "huge" => Responds(new string('x', 10 * 1024 * 1024)),
        _ => Responds("canary", int.Parse(fault, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private sealed class ListLogger(ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(
                $"{formatter(state, exception)} "
                + $"{string.Join(' ', (state as IEnumerable<KeyValuePair<string, object?>>) ?? [])}");
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Enqueue(new RecordedRequest(
            request.Method.Method,
            request.RequestUri!,
            request.Headers.Concat(request.Content?.Headers
                ?? Enumerable.Empty<KeyValuePair<string, IEnumerable<string>>>())
                .ToDictionary(
                    header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "",
            time.Elapsed));
        return await (responses.Count > 1 ? responses.Dequeue() : responses.Peek())(cancellationToken);
    }
}
