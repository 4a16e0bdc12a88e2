using System.Buffers.Binary;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Provider.Hosting;
using Provider.Mounting;
using Provider.Telemetry;
using Provider.Tests.Telemetry;

namespace Provider.Tests.Hosting;

/// <summary>Requests that wait to be read: in time, in a final status, and none of their bytes is lost.</summary>
public sealed class RequestBodyLimitTests : IDisposable
{
    private const uint Mebibyte = 1024 * 1024;

    private readonly FakeTimeProvider time = new();
    private readonly StringWriter log = new();
    private readonly LineLoggerProvider lines;
    private readonly LoggerFactory loggers;
    private readonly Measured measured;
    private readonly RequestBodies bodies;
    private readonly RequestBodyLimit limit;
    private readonly CancellationTokenSource drainEnds = new();

    public RequestBodyLimitTests()
    {
        lines = new LineLoggerProvider(log, LogFormat.Text, time);
        loggers = new LoggerFactory([lines]);
        measured = new Measured(time);
        bodies = new RequestBodies(time);
        limit = new RequestBodyLimit(
            bodies, measured.Metrics, time, loggers.CreateLogger<RequestBodyLimit>(), drainEnds.Token);
    }

    public void Dispose()
    {
        measured.Dispose();
        loggers.Dispose();
        lines.Dispose();
        log.Dispose();
        drainEnds.Dispose();
    }

    [Fact]
    public async Task A_request_that_is_not_read_in_time_ends_before_its_callers_deadline_in_a_final_status()
    {
        await FillAsync();
        var context = Mount(Mebibyte, "4S");
        var served = limit.ServeAsync(context, _ => throw new InvalidOperationException("It must not be served."));

        time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(served.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        await served.WaitAsync(Patience.Limit);
        Assert.Equal("9", context.Response.Headers["grpc-status"]);
        Assert.StartsWith("too-many-mounts", context.Response.Headers["grpc-message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_has_not_arrived_when_the_provider_stops_ends_in_a_final_status()
    {
        var context = new DefaultHttpContext();
        context.Request.Path = GrpcMethods.Mount;
        context.Features.Set<IRequestBodyPipeFeature>(new Arriving(new Pipe().Reader));
        var served = limit.ServeAsync(context, _ => throw new InvalidOperationException("It must not be served."));
        Assert.False(served.IsCompleted);

        await drainEnds.CancelAsync();

        await served.WaitAsync(Patience.Limit);
        Assert.Equal("9", context.Response.Headers["grpc-status"]);
        Assert.StartsWith("provider-stopping", context.Response.Headers["grpc-message"], StringComparison.Ordinal);
    }

    private sealed record Arriving(PipeReader Reader) : IRequestBodyPipeFeature;

    [Fact]
    public async Task A_refusal_is_in_the_metrics_and_in_the_log()
    {
        await FillAsync();
        var served = limit.ServeAsync(Mount(Mebibyte, "4S"), _ => Task.CompletedTask);
        time.Advance(TimeSpan.FromSeconds(4));
        await served.WaitAsync(Patience.Limit);

        var series = measured.Series();
        Assert.Equal(1, series[
            "azure_keyvault_provider_mounts{phase=first,error=too-many-mounts,grpc_code=FailedPrecondition}"]);
        Assert.Contains(
            series.Keys,
            key => key.StartsWith("grpc_request", StringComparison.Ordinal)
                && key.Contains("error=too-many-mounts", StringComparison.Ordinal)
                && key.Contains(GrpcMethods.Mount, StringComparison.Ordinal));
        Assert.Contains("mount refused before its request was read", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("code=\"too-many-mounts\"", log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2M", "90000m")]
    [InlineData("120S", "90000m")]
    [InlineData("120000000u", "120000000u")]
    [InlineData("60000000u", "30000m")]
    [InlineData("", "")]
    public async Task The_wait_is_a_part_of_the_time_that_the_mount_has(string timeout, string left)
    {
        var reading = await FillAsync();
        var context = Mount(Mebibyte, timeout);
        var passed = new TaskCompletionSource<string>();
        var served = limit.ServeAsync(
            context,
            request =>
            {
                passed.SetResult(request.Request.Headers["grpc-timeout"].ToString());
                return Task.CompletedTask;
            });
        time.Advance(TimeSpan.FromSeconds(30));
        reading.Dispose();

        await served;
        Assert.Equal(left, await passed.Task.WaitAsync(Patience.Limit));
    }

    [Fact]
    public async Task A_request_of_another_method_waits_for_nothing()
    {
        await FillAsync();
        var context = Mount(Mebibyte, "4S");
        context.Request.Path = GrpcMethods.Version;
        var isServed = false;

        await limit.ServeAsync(context, _ =>
        {
            isServed = true;
            return Task.CompletedTask;
        });

        Assert.True(isServed);
    }

    [Fact]
    public async Task The_body_is_passed_on_whole()
    {
        var context = Mount(3, "4S");
        byte[] expected = [.. ((MemoryStream)context.Request.Body).ToArray()];
        byte[]? read = null;

        await limit.ServeAsync(context, async request =>
        {
            using var copy = new MemoryStream();
            await request.Request.BodyReader.CopyToAsync(copy, Patience.Limit);
            read = copy.ToArray();
        });

        Assert.Equal(expected, read);
    }

    // As many large requests as are read at once: two would be more than half of 4 MiB.
    private Task<RequestBody> FillAsync() => bodies.EnterAsync(Mebibyte, TimeSpan.FromSeconds(1), Patience.Limit);

    private static DefaultHttpContext Mount(uint size, string timeout)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = GrpcMethods.Mount;
        context.Request.Headers["grpc-timeout"] = timeout;
        var message = new byte[5 + size];
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(1), size);
        context.Request.Body = new MemoryStream(message);
        return context;
    }
}
