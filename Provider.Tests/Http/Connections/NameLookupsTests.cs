using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Provider.Http.Connections;

namespace Provider.Tests.Http.Connections;

public sealed class NameLookupsTests : IDisposable
{
    private static readonly IPAddress[] Found = [IPAddress.Loopback];

    // A name server that is silent until the test says so.
    private readonly ManualResetEventSlim speaks = new();
    private readonly ConcurrentQueue<string> requested = [];
    private readonly NameLookups lookups;

    public NameLookupsTests() => lookups = new NameLookups(name =>
    {
        requested.Enqueue(name);
        if (name.StartsWith("silent", StringComparison.Ordinal))
        {
            speaks.Wait(Patience.Limit);
        }

        return name == "missing" ? throw new SocketException((int)SocketError.HostNotFound) : Found;
    });

    public void Dispose()
    {
        speaks.Set();
        speaks.Dispose();
    }

    [Fact]
    public async Task Silent_names_of_one_namespace_delay_no_other_namespace()
    {
        var silent = Enumerable.Range(0, 60).Select(number => ResolveAsync($"silent{number}", "attacker")).ToList();

        Assert.Equal(Found, await ResolveAsync("name", "shop"));
        Assert.Equal(NameLookups.Threads / 2, requested.Count(name => name != "name"));

        speaks.Set();
        await Task.WhenAll(silent);
    }

    [Fact]
    public async Task A_look_up_takes_no_thread_of_the_pool()
    {
        var isOfPool = true;
        var watched = new NameLookups(_ =>
        {
            isOfPool = Thread.CurrentThread.IsThreadPoolThread;
            return Found;
        });

        await watched.ResolveAsync("name", new Callers(), Patience.Limit);

        Assert.False(isOfPool);
    }

    [Fact]
    public async Task A_name_in_one_namespaces_queue_is_looked_up_for_another_one_that_joins()
    {
        var silent = Enumerable.Range(0, 60).Select(number => ResolveAsync($"silent{number}", "attacker")).ToList();
        var callers = new Callers();
        callers.Add("attacker");
        var waiting = lookups.ResolveAsync("login", callers, Patience.Limit);
        Assert.False(waiting.IsCompleted);

        callers.Add("shop");

        Assert.Equal(Found, await waiting);
        speaks.Set();
        await Task.WhenAll(silent);
    }

    [Fact]
    public async Task A_name_is_looked_up_once_for_all_who_wait()
    {
        var waiting = Enumerable.Range(0, 20).Select(number => ResolveAsync("Silent".ToLowerInvariant(), $"{number}"))
            .ToList();
        speaks.Set();

        Assert.All(await Task.WhenAll(waiting), addresses => Assert.Equal(Found, addresses));
        Assert.Single(requested);
    }

    [Fact]
    public async Task A_wait_ends_with_its_caller_and_the_look_up_serves_the_next()
    {
        using var gone = new CancellationTokenSource();
        var first = ResolveAsync("silent", "shop", gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var second = ResolveAsync("silent", "shop");
        speaks.Set();

        Assert.Equal(Found, await second);
        Assert.Single(requested);
    }

    [Fact]
    public async Task A_name_that_no_request_waits_for_any_more_is_not_looked_up()
    {
        var silent = Enumerable.Range(0, 4).Select(number => ResolveAsync($"silent{number}", "shop")).ToList();
        using var gone = new CancellationTokenSource();
        var waiting = ResolveAsync("name", "shop", gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        speaks.Set();
        await Task.WhenAll(silent);

        Assert.Equal(Found, await ResolveAsync("other", "shop"));
        Assert.DoesNotContain("name", requested);
    }

    [Fact]
    public async Task A_failure_is_reported_to_all_who_wait_and_not_cached()
    {
        var error = await Assert.ThrowsAsync<SocketException>(() => ResolveAsync("missing", "shop"));
        await Assert.ThrowsAsync<SocketException>(() => ResolveAsync("missing", "shop"));

        Assert.Equal(SocketError.HostNotFound, error.SocketErrorCode);
        Assert.Equal(2, requested.Count);
    }

    private Task<IPAddress[]> ResolveAsync(string name, string caller, CancellationToken? limit = null)
    {
        var callers = new Callers();
        callers.Add(caller);
        return lookups.ResolveAsync(name, callers, limit ?? Patience.Limit);
    }
}
