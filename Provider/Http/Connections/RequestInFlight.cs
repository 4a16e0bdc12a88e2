namespace Provider.Http.Connections;

/// <summary>A request from its start until its response has been read, or has failed.</summary>
internal sealed class RequestInFlight(Action ended) : IDisposable
{
    private static readonly HttpRequestOptionsKey<RequestInFlight> Key = new("request-in-flight");

    private int isEnded;

    /// <summary>The request's count; null for a handler that does not count.</summary>
    public static RequestInFlight? Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var known) ? known : null;

    public void Attach(HttpRequestMessage request) => request.Options.Set(Key, this);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref isEnded, 1) == 0)
        {
            ended();
        }
    }
}
