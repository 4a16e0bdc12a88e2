using Provider.Model;

namespace Provider.Mounting;

/// <summary>Logs once what a long mount waits for.</summary>
internal sealed partial class MountWatch : IDisposable
{
    /// <summary>How long a mount takes before that is logged.</summary>
    public static readonly TimeSpan LoggedAfter = TimeSpan.FromSeconds(10);

    private readonly ILogger logger;
    private readonly ITimer timer;
    private volatile string waitsFor = MountWait.Plan;

    public MountWatch(TimeProvider time, ILogger logger)
    {
        this.logger = logger;
        timer = time.CreateTimer(_ => Log(), null, LoggedAfter, Timeout.InfiniteTimeSpan);
    }

    public MountOrigin? Origin { get; set; }

    public void WaitsFor(string what) => waitsFor = what;

    public void Dispose() => timer.Dispose();

    private void Log() => LogWaits(Origin?.Pod, Origin?.SecretProviderClass, waitsFor, LoggedAfter.TotalSeconds);

    [LoggerMessage(207, LogLevel.Information, "mount is waiting")]
    private partial void LogWaits(PodReference? pod, string? secretProviderClass, string waitsFor, double seconds);
}

/// <summary>What a mount can wait for.</summary>
internal static class MountWait
{
    public const string Plan = "a permit to read its request";
    public const string Token = "its access token";
    public const string Turn = "a permit of --max-mounts";
    public const string Vault = "the vault";
    public const string Conversion = "the conversion of certificates";
}
