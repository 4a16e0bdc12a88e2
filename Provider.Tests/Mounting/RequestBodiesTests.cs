using Microsoft.Extensions.Time.Testing;
using Provider.Model;
using Provider.Mounting;

namespace Provider.Tests.Mounting;

/// <summary>How many requests are read at once, and how many wait to be read.</summary>
public sealed class RequestBodiesTests
{
    private const uint Small = 1024;
    private const uint Mebibyte = 1024 * 1024;

    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(8);

    private readonly FakeTimeProvider time = new();
    private readonly RequestBodies bodies;

    public RequestBodiesTests() => bodies = new RequestBodies(time);

    [Fact]
    public async Task Large_requests_wait_for_each_other_and_small_ones_for_none_of_them()
    {
        var reading = await Enter(Mebibyte);
        var next = Enter(Mebibyte);
        Assert.False(next.IsCompleted);

        using var small = await Enter(Small);
        reading.Dispose();

        using var read = await next;
    }

    [Fact]
    public async Task Small_requests_wait_for_each_other_and_a_large_one_for_none_of_them()
    {
        // A small one counts as 2 KiB, and half of 4 MiB is theirs.
        await Task.WhenAll(Enumerable.Range(0, 1024).Select(_ => Enter(Small)));
        Assert.False(Enter(Small).IsCompleted);

        using var large = await Enter(Mebibyte);
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_in_its_time_ends_in_a_final_error()
    {
        using var reading = await Enter(Mebibyte);
        var next = Enter(Mebibyte);

        time.Advance(Allowed - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(ErrorCodes.TooManyMounts, (await Assert.ThrowsAsync<MountException>(() => next)).Code);
    }

    [Fact]
    public async Task Requests_that_wait_take_up_bounded_memory_and_leave_it_when_they_end()
    {
        using var reading = await Enter(Mebibyte);
        using var gone = new CancellationTokenSource();
        // 64 KiB of each were received, and half of 16 MiB is for large ones.
        var waiting = Enumerable.Range(0, 128).Select(_ => bodies.EnterAsync(Mebibyte, Allowed, gone.Token)).ToList();
        Assert.DoesNotContain(waiting, one => one.IsCompleted);

        var refused = await Assert.ThrowsAsync<MountException>(() => Enter(Mebibyte));
        Assert.Equal(ErrorCodes.TooManyMounts, refused.Code);
        await gone.CancelAsync();
        foreach (var one in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }

        Assert.False(Enter(Mebibyte).IsCompleted);
    }

    private Task<RequestBody> Enter(uint size) => bodies.EnterAsync(size, Allowed, Patience.Limit);
}
