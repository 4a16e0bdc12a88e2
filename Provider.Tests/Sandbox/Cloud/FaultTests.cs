using System.Net;
using Microsoft.Extensions.Time.Testing;
using Provider.Sandbox.Cloud;

namespace Provider.Tests.Sandbox.Cloud;

/// <summary>What goes wrong with calls, as scripted: which, how often, and how.</summary>
public sealed class FaultTests
{
    private const string Secret = "secrets/one?api-version=7.6";

    private static CancellationToken Limit => Patience.Limit;

    [Fact]
    public async Task A_rule_has_its_turns_and_is_passed_over_then()
    {
        await using var client = await StartAsync();
        client.Cloud.Faults.Add(Services.Vault, Fault.Throttled(TimeSpan.FromSeconds(7)), times: 2);
        client.Cloud.Faults.Add(call => call.Path.EndsWith("/other", StringComparison.Ordinal), new Fault.Respond(500));

        var throttled = await client.GetAsync(Secret);
        Assert.Equal(TimeSpan.FromSeconds(7), throttled.Headers.RetryAfter?.Delta);
        Assert.Equal("Throttled", (string?)(await CloudClient.JsonAsync(throttled))["error"]!["code"]);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync(Secret)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Secret)).StatusCode);
        Assert.Equal([429, 429, 200], client.Cloud.Calls.All.Select(call => call.Status));
    }

    [Fact]
    public async Task A_delay_takes_the_clocks_time_and_leaves_the_next_fault_its_turn()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var client = await StartAsync(time);
        client.Cloud.Faults.Add(Services.Vault, new Fault.Delay(TimeSpan.FromMinutes(5)), times: 1);
        client.Cloud.Faults.Add(Services.Vault, new Fault.Respond(503), times: 1);

        var waiting = client.GetAsync(Secret);
        await client.Cloud.Calls.WaitForAsync(call => call.Service == Services.Vault, 1, Limit);
        Assert.False(waiting.IsCompleted);
        while (!waiting.IsCompleted)
        {
            // The call may not have begun its wait when it is logged: time goes on until it has.
            time.Advance(TimeSpan.FromMinutes(5));
            await Task.Yield();
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await waiting).StatusCode);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task An_aborted_call_has_no_response(string version)
    {
        await using var client = await StartAsync();
        client.Http.DefaultRequestVersion = Version.Parse(version);
        client.Cloud.Faults.Add(Services.Vault, new Fault.Abort());

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(Secret));
        await client.Cloud.Calls.WaitForAsync(Services.Vault, 1, Limit);

        Assert.All(client.Cloud.Calls.All, call => Assert.Equal(0, call.Status));
    }

    [Fact]
    public async Task A_call_that_hangs_is_over_when_its_caller_leaves()
    {
        await using var client = await StartAsync();
        client.Cloud.Faults.Add(Services.Vault, new Fault.Hang());
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Limit);

        var waiting = client.Http.GetAsync(new Uri("https://demo.vault.azure.net/secrets/one"), leaving.Token);
        await client.Cloud.Calls.WaitForAsync(call => !call.IsOver, 1, Limit);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await client.Cloud.Calls.WaitForAsync(Services.Vault, 1, Limit);
    }

    [Fact]
    public async Task A_truncated_response_ends_before_its_announced_length()
    {
        await using var client = await StartAsync();
        client.Cloud.Faults.Add(Services.Vault, new Fault.Truncate(After: 20));

        using var response = await StartedAsync(client);

        Assert.True(response.Content.Headers.ContentLength > 20);
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync(Limit));
        Assert.Equal(
            HttpRequestError.ResponseEnded, Assert.IsType<HttpIOException>(error.InnerException).HttpRequestError);
    }

    [Fact]
    public async Task A_stalled_response_begins_and_does_not_go_on()
    {
        await using var client = await StartAsync();
        client.Cloud.Faults.Add(Services.Vault, new Fault.Stall(After: 20));

        using var response = await StartedAsync(client);
        var body = await response.Content.ReadAsStreamAsync(Limit);
        await body.ReadExactlyAsync(new byte[20], Limit);

        Assert.False(body.ReadAsync(new byte[1], Limit).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_dripping_response_comes_whole_in_the_end()
    {
        await using var client = await StartAsync();
        client.Cloud.Faults.Add(Services.Vault, new Fault.Drip(BytesAtATime: 50, Pause: TimeSpan.FromMilliseconds(1)));

        var response = await client.GetAsync(Secret);

        Assert.Equal("1", (string?)(await CloudClient.JsonAsync(response))["value"]);
    }

    [Fact]
    public async Task A_huge_response_has_the_size_that_was_asked_for()
    {
        await using var client = await StartAsync();
        client.Cloud.Faults.Add(Services.Vault, new Fault.Huge(300_000));

        var response = await client.GetAsync(Secret);

        Assert.Equal(300_000, ((string?)(await CloudClient.JsonAsync(response))["value"])!.Length);
    }

    [Fact]
    public async Task A_caller_is_sent_elsewhere()
    {
        await using var client = await StartAsync();
        client.Cloud.Faults.Add(Services.Vault, Fault.Redirect(new Uri("https://evil.example/")));

        var response = await client.GetAsync(Secret);

        Assert.Equal(
            (HttpStatusCode.Found, new Uri("https://evil.example/")), (response.StatusCode, response.Headers.Location));
    }

    [Fact]
    public void Chance_repeats_itself_with_its_seed()
    {
        int Happened()
        {
            var rules = new FaultRules(new Random(7));
            rules.Add(_ => true, new Fault.Abort(), probability: 0.3);
            return Enumerable.Range(0, 1000).Count(_ => rules.Take(null!).Count > 0);
        }

        Assert.Equal(Happened(), Happened());
        Assert.InRange(Happened(), 200, 400);
    }

    private static async Task<CloudClient> StartAsync(TimeProvider? time = null)
    {
        var client = await CloudClient.StartAsync(time);
        client.Cloud.Vaults["demo"].SetSecret("one", "1");
        return client;
    }

    private static Task<HttpResponseMessage> StartedAsync(CloudClient client) =>
        client.Http.GetAsync(
            new Uri("https://demo.vault.azure.net/secrets/one"), HttpCompletionOption.ResponseHeadersRead, Limit);
}
