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

    // Kestrel's own throws this once the request has ended.
    private static DefaultHttpContext Request()
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpRequestLifetimeFeature>(new Ended());
        context.Response.Body = new MemoryStream();
        return context;
    }

    private sealed class Ended : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public void Abort() => throw new ObjectDisposedException("request");
    }
}
