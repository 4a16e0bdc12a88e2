using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Provider.Tests.Telemetry;

/// <summary>A collector on loopback that keeps what it is sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Request, byte[] Body)> received = [];

    private Collector()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.Run(KeepAsync);
    }

    public string Address => app.Urls.Single();

    public IReadOnlyList<ReceivedSpan> Spans =>
        [.. received.SelectMany(one => ReceivedSpan.Read(ByteString.CopyFrom(one.Body)))];

    /// <summary>All of it, headers too, as text: to look for what must not be there.</summary>
    public string Everything =>
        string.Concat(received.Select(one => one.Request + Encoding.Latin1.GetString(one.Body)));

    public IEnumerable<string> Requests => received.Select(one => one.Request.Split('\n')[0]);

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        await collector.app.StartAsync(Patience.Limit);
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task KeepAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"));
        received.Enqueue(($"{context.Request.Method} {context.Request.Path}\n{headers}", body.ToArray()));
    }
}
