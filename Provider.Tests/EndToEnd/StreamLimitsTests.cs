using Provider.Mounting;

namespace Provider.Tests.EndToEnd;

/// <summary>What the driver's one connection takes before any of it is read.</summary>
public sealed class StreamLimitsTests
{
    private const int MaxConcurrentStreams = 3; // RFC 9113, section 6.5.2
    private const int InitialWindowSize = 4;

    [Fact]
    public async Task A_connection_takes_twice_the_streams_that_a_namespace_may_use_and_64_kib_of_each()
    {
        await using var stage = await Stage.StartAsync("here");
        using var connection = await DriverConnection.OpenAsync(stage.Provider.SocketPath);
        await connection.SendAsync(DriverConnection.Preface);

        var settings = await connection.SettingsAsync();

        Assert.Equal(4_096u, settings[MaxConcurrentStreams]);
        Assert.InRange(settings[MaxConcurrentStreams], 2u * WaitingMounts.Most, uint.MaxValue);
        Assert.Equal(64u * 1024, settings[InitialWindowSize]);
    }
}
