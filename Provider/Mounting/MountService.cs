using System.Diagnostics;
using Grpc.Core;
using Provider.Content;
using Provider.Http;
using Provider.Http.Connections;
using Provider.Model;
using Provider.Parameters;
using Provider.Protocol;
using Provider.Sharing;
using Provider.Telemetry;

namespace Provider.Mounting;

/// <summary>
/// The gRPC edge: the driver's messages stop here, and every failure becomes one of the final statuses.
/// </summary>
internal sealed partial class MountService(
    MountPath path, MountSettings settings, ProviderMetrics metrics, TimeProvider time, ILogger<MountService> logger)
    : CSIDriverProvider.CSIDriverProviderBase
{
    private const string ProtocolVersion = "v1alpha1";

    /// <summary>
    /// KiB of text that is made into plans at once, 700 usual mounts: a plan takes several times its text.
    /// </summary>
    private const int MostText = 2048;

    private readonly MountHistory history = new(time);
    private readonly WeightedSemaphore plans = new(MostText);

    /// <summary>Responds at once, without I/O: the driver's health check has 5 s.</summary>
    public override Task<VersionResponse> Version(VersionRequest request, ServerCallContext context)
    {
        var started = time.GetTimestamp();
        var response = new VersionResponse
        {
            Version = ProtocolVersion,
            RuntimeName = settings.RuntimeName,
            RuntimeVersion = settings.RuntimeVersion,
        };
        metrics.GrpcCall(GrpcMethods.Version, null, time.GetElapsedTime(started));
        return Task.FromResult(response);
    }

    /// <summary>Mounts a volume: returns all its files.</summary>
    /// <exception cref="RpcException">The mount failed, in one of the final statuses.</exception>
    public override async Task<MountResponse> Mount(MountRequest request, ServerCallContext context)
    {
        var started = time.GetTimestamp();
        using var lifetime = new MountLifetime(context.Deadline, time, context.CancellationToken, settings.DrainEnds);
        using var calls = CallDeadline.Begin(lifetime.Allowed, time);
        using var span = Spans.Mount();
        using var underWay = metrics.Mounts.Begin();
        MountOrigin? origin = null;
        MountPlan? plan = null;
        var isRemount = false;
        try
        {
            using (await plans.WaitAsync("", 1 + (request.Attributes.Length / 1024), lifetime.Token))
            {
                // 1
                var input = new MountInput(request.Attributes, request.Secrets, request.TargetPath, request.Permission);
                var attributes = Attributes.Read(input.Attributes);
                origin = OriginReader.Read(attributes);
                isRemount = history.HasVolume(origin, request.TargetPath);
                plan = path.Plan(attributes, input);
            }

            if (plan.HasOptional)
            {
                plan = plan with { Mounted = Mounted(origin, request) };
            }

            // A mount that waits holds its plan only, not the text that the plan was made of.
            (request.Attributes, request.Secrets) = ("", "");
            CallOwner.Namespace = plan.Pod.Namespace;
            Spans.Describe(span, plan);
            LogBegun(plan.Pod, plan.SecretProviderClass, MountMetrics.Phase(isRemount), request.TargetPath);
            var lease = await path.RunAsync(
                plan, history.HasMount(origin, request.TargetPath), lifetime.Token, settings.DrainBegins);
            // The response takes up memory until the driver has read it all.
            context.GetHttpContext().Response.RegisterForDispose(lease.Permits);
            var volume = lease.Content;
            var response = MountResponses.Make(volume.Files);
            ResponseRules.CheckSize(response.CalculateSize(), settings.ResponseLimit, volume.Files);
            var isChanged = history.Add(
                origin, request.TargetPath, response.ObjectVersion,
                plan.HasOptional ? OptionalObjects.Of(volume) : MountedFiles.None);
            LogRemarks(plan, volume, isChanged);
            Succeeded(plan, volume, isRemount, started);
            Spans.Ended(span, isRemount, null);
            return response;
        }
#pragma warning disable CA1031 // This is the one place where every exception becomes a final status.
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw Failed(error, request.TargetPath, origin, plan, lifetime, isRemount, started, span);
        }
        finally
        {
            settings.MountEnded();
        }
    }

    // After a restart of the provider only drivers that send the current versions show what a volume has.
    private MountedFiles Mounted(MountOrigin origin, MountRequest request) =>
        history.Optional(origin, request.TargetPath).With(MountedFiles.Of(
            request.CurrentObjectVersion.Where(one => !AbsentObject.IsDefault(one.Version)).Select(one => one.Id)));

    // At every rotation the same remark is noise: it is logged again when the content changes.
    private void LogRemarks(MountPlan plan, VolumeContent volume, bool isChanged)
    {
        foreach (var hint in plan.Hints)
        {
            LogHint(isChanged ? LogLevel.Information : LogLevel.Debug, plan.Pod, plan.SecretProviderClass, hint);
        }

        foreach (var note in volume.Notes)
        {
            LogNote(isChanged ? LogLevel.Warning : LogLevel.Debug, plan.Pod, plan.SecretProviderClass, note.Entry,
                note.What);
        }
    }

    private void Succeeded(MountPlan plan, VolumeContent volume, bool isRemount, long started)
    {
        var duration = time.GetElapsedTime(started);
        metrics.GrpcCall(GrpcMethods.Mount, null, duration);
        metrics.Mounts.Ended(isRemount, null);
        LogMounted(
            plan.Pod, plan.SecretProviderClass, plan.Access.Name, plan.VaultName, MountMetrics.Phase(isRemount),
            plan.Entries.Length,
            volume.Files.Length, volume.Files.Sum(file => (long)file.Contents.Length), duration.TotalMilliseconds);
    }

    private RpcException Failed(
        Exception error, string targetPath, MountOrigin? origin, MountPlan? plan, MountLifetime lifetime,
        bool isRemount, long started,
        Activity span)
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        var failure = MountFailures.From(error, lifetime.End, lifetime.Allowed, id);
        var duration = time.GetElapsedTime(started);
        metrics.GrpcCall(GrpcMethods.Mount, failure.Code, duration);
        metrics.Mounts.Ended(isRemount, failure.Code);
        Spans.Ended(span, isRemount, failure.Code);
        LogFailed(
            origin?.Pod, origin?.SecretProviderClass, targetPath, plan?.Access.Name, plan?.VaultName,
            MountMetrics.Phase(isRemount),
            plan?.Entries.Length, failure.Code, failure.Message, duration.TotalMilliseconds);
        if (failure.Code == ErrorCodes.InternalError)
        {
            // Without its message, which may contain a secret.
            LogUnexpected(id, error.GetType().FullName, error.StackTrace);
        }

        return new RpcException(new Status((StatusCode)failure.Code.Status, failure.Message));
    }

    [LoggerMessage(201, LogLevel.Information, "mounted")]
    private partial void LogMounted(
        PodReference pod, string secretProviderClass, string accessMode, string vault, string phase, int objects,
        int files, long bytes, double milliseconds);

    [LoggerMessage(202, LogLevel.Error, "mount failed")]
    private partial void LogFailed(
        PodReference? pod, string? secretProviderClass, string targetPath, string? accessMode, string? vault,
        string phase, int? objects,
        ErrorCode code, string error, double milliseconds);

    [LoggerMessage(EventId = 204, Message = "mounted with a warning")]
    private partial void LogNote(
        LogLevel level, PodReference pod, string secretProviderClass, ObjectEntry entry, string note);

    [LoggerMessage(EventId = 205, Message = "mounted with a hint")]
    private partial void LogHint(LogLevel level, PodReference pod, string secretProviderClass, Hint hint);

    [LoggerMessage(206, LogLevel.Debug, "mount started")]
    private partial void LogBegun(PodReference pod, string secretProviderClass, string phase, string targetPath);

    [LoggerMessage(203, LogLevel.Error, "unexpected error")]
    private partial void LogUnexpected(string id, string? type, string? stackTrace);
}
