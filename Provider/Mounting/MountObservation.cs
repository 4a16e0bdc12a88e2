using System.Diagnostics;
using Provider.Content;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.Mounting;

/// <summary>One mount in metrics, trace and log, which report its end once.</summary>
internal sealed partial class MountObservation : IDisposable
{
    private readonly ProviderMetrics metrics;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly string targetPath;
    private readonly long started;
    private readonly MountMetrics.Scope inFlight;
    private readonly Activity span = Spans.Mount();
    private MountPlan? plan;
    private bool isRemount;

    public MountObservation(ProviderMetrics metrics, TimeProvider time, ILogger logger, string targetPath)
    {
        (this.metrics, this.time, this.logger, this.targetPath) = (metrics, time, logger, targetPath);
        started = time.GetTimestamp();
        inFlight = metrics.Mounts.Begin();
    }

    /// <summary>The mount's pod and class; null until the request's attributes have been read.</summary>
    public MountOrigin? Origin { get; private set; }

    private string Phase => MountMetrics.Phase(isRemount);

    public void Identify(MountOrigin origin, bool isRemount) => (Origin, this.isRemount) = (origin, isRemount);

    public void Begin(MountPlan plan)
    {
        this.plan = plan;
        Spans.Describe(span, plan);
        LogStarted(plan.Pod, plan.SecretProviderClass, Phase, targetPath);
    }

    /// <summary><c>isChanged</c>: whether the content differs from that of the mount before.</summary>
    public void Succeed(VolumeContent volume, bool isChanged)
    {
        var duration = End(null);
        LogRemarks(volume, isChanged);
        LogMounted(
            plan!.Pod, plan.SecretProviderClass, plan.Access.Name, plan.VaultName, Phase, plan.Entries.Length,
            volume.Files.Length, volume.Files.Sum(file => (long)file.Contents.Length), duration.TotalMilliseconds);
    }

    public MountException Fail(Exception error, MountLifetime lifetime)
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        var failure = MountFailures.From(error, lifetime.End, lifetime.Allowed, id);
        var duration = End(failure.Code);
        LogFailed(
            Origin?.Pod, Origin?.SecretProviderClass, targetPath, plan?.Access.Name, plan?.VaultName, Phase,
            plan?.Entries.Length, failure.Code, failure.Message, duration.TotalMilliseconds);
        if (failure.Code == ErrorCodes.InternalError)
        {
            // Without its message, which may contain a secret.
            LogUnexpected(id, error.GetType().FullName, error.StackTrace);
        }

        return failure;
    }

    public void Dispose()
    {
        inFlight.Dispose();
        span.Dispose();
    }

    private TimeSpan End(ErrorCode? error)
    {
        var duration = time.GetElapsedTime(started);
        metrics.GrpcCall(GrpcMethods.Mount, error, duration);
        metrics.Mounts.Ended(isRemount, error);
        Spans.Ended(span, isRemount, error);
        return duration;
    }

    // A remark is not repeated at every rotation, only when the content changes.
    private void LogRemarks(VolumeContent volume, bool isChanged)
    {
        foreach (var hint in plan!.Hints)
        {
            LogHint(isChanged ? LogLevel.Information : LogLevel.Debug, plan.Pod, plan.SecretProviderClass, hint);
        }

        foreach (var note in volume.Notes)
        {
            LogNote(
                isChanged ? LogLevel.Warning : LogLevel.Debug, plan.Pod, plan.SecretProviderClass, note.Entry,
                note.What);
        }
    }

    [LoggerMessage(201, LogLevel.Information, "mounted")]
    private partial void LogMounted(
        PodReference pod, string secretProviderClass, string accessMode, string vault, string phase, int objects,
        int files, long bytes, double milliseconds);

    [LoggerMessage(202, LogLevel.Error, "mount failed")]
    private partial void LogFailed(
        PodReference? pod, string? secretProviderClass, string targetPath, string? accessMode, string? vault,
        string phase, int? objects, ErrorCode code, string error, double milliseconds);

    [LoggerMessage(EventId = 204, Message = "mounted with a warning")]
    private partial void LogNote(
        LogLevel level, PodReference pod, string secretProviderClass, ObjectEntry entry, string note);

    [LoggerMessage(EventId = 205, Message = "mounted with a hint")]
    private partial void LogHint(LogLevel level, PodReference pod, string secretProviderClass, Hint hint);

    [LoggerMessage(206, LogLevel.Debug, "mount started")]
    private partial void LogStarted(PodReference pod, string secretProviderClass, string phase, string targetPath);

    [LoggerMessage(203, LogLevel.Error, "unexpected error")]
    private partial void LogUnexpected(string id, string? type, string? stackTrace);
}
