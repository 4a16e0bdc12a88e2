using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Provider.Hosting.Listening;

namespace Provider.Tests.Hosting;

public sealed class ScrapesTests
{
    [Fact]
    public async Task A_scrape_that_ended_while_another_took_its_place_leaves_room_for_the_next_ones()
    {
        var scrapes = new Scrapes();
        var going = new TaskCompletionSource();
        var first = Enumerable.Range(0, 8).Select(_ => scrapes.ServeAsync(Request(), _ => going.Task)).ToList();

        for (var number = 0; number < 20; number++)
        {
            var response = Request();
            await scrapes.ServeAsync(response, context => context.Response.WriteAsync("metrics", Patience.Limit));
            Assert.Equal(7, response.Response.ContentLength);
        }

        going.SetResult();
        await Task.WhenAll(first).WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task One_response_too_many_ends_the_oldest()
    {
        var scrapes = new Scrapes();
        var going = new TaskCompletionSource();
        var requests = Enumerable.Range(0, 10).Select(_ => new Aborted()).ToList();

        var served = requests.Select(request => scrapes.ServeAsync(Request(request), _ => going.Task)).ToList();

        Assert.Equal(
            [true, true, .. Enumerable.Repeat(false, 8)], requests.Select(request => request.IsAborted));
        going.SetResult();
        await Task.WhenAll(served).WaitAsync(Patience.Limit);
    }

    // Kestrel's own throws this once the request has ended.
    private static DefaultHttpContext Request() => Request(new Ended());

    private static DefaultHttpContext Request(IHttpRequestLifetimeFeature lifetime)
    {
        var context = new DefaultHttpContext();
        context.Features.Set(lifetime);
        context.Response.Body = new MemoryStream();
        return context;
    }

    private sealed class Ended : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public void Abort() => throw new ObjectDisposedException("request");
    }

    private sealed class Aborted : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted { get; private set; }

        public void Abort() => IsAborted = true;
    }
}
