using Grpc.Core;
using Provider.Content;
using Provider.Http;
using Provider.Http.Connections;
using Provider.Model;
using Provider.Parameters;
using Provider.Protocol;
using Provider.Telemetry;

namespace Provider.Mounting;

/// <summary>The gRPC edge: converts the driver's messages, and every failure to a final status.</summary>
internal sealed class MountService(
    PlanReader plans, MountPath path, MountSettings settings, ProviderMetrics metrics, TimeProvider time,
    ILogger<MountService> logger)
    : CSIDriverProvider.CSIDriverProviderBase
{
    private const string ProtocolVersion = "v1alpha1";

    private readonly MountsUnderWay underWay = new();
    private readonly MountHistory history = new(time);
    private readonly MountIntake intake = new((attributes, input) => Plan(plans, metrics.Mounts, attributes, input));

    /// <summary>Canceled when the provider stops and mounts under way must end.</summary>
    public CancellationToken DrainEnds => settings.DrainEnds;

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

    /// <exception cref="RpcException">The mount failed, in one of the final statuses.</exception>
    public override async Task<MountResponse> Mount(MountRequest request, ServerCallContext context)
    {
        // 3
        using var lifetime = new MountLifetime(
            underWay, context.Deadline, time, context.CancellationToken, settings.DrainEnds);
        using var calls = CallDeadline.Begin(lifetime.Allowed, time);
        using var observation = new MountObservation(metrics, time, logger, request.TargetPath);
        try
        {
            return await MountAsync(request, context, observation, lifetime.Token);
        }
#pragma warning disable CA1031 // This is the one place where every exception becomes a final status.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var failure = observation.Fail(error, lifetime);
            throw new RpcException(new Status((StatusCode)failure.Code.Status, failure.Message));
        }
        finally
        {
            settings.MountEnded();
        }
    }

    private async Task<MountResponse> MountAsync(
        MountRequest request, ServerCallContext context, MountObservation observation,
        CancellationToken cancellationToken)
    {
        using var watch = new MountWatch(time, logger);
        using var body = context.GetHttpContext().Features.Get<RequestBody>();
        var (plan, admitted) = await PlanAsync(request, observation, body, cancellationToken);
        using var admission = admitted;
        watch.Origin = observation.Origin;
        CallOwner.Namespace = plan.Pod.Namespace;
        observation.Begin(plan);
        // 4 to 7
        var run = new MountRun(plan, history.HasMount(observation.Origin!, request.TargetPath))
        {
            WaitsFor = watch.WaitsFor,
            BeginsToRead = admitted.BeginsToRead,
        };
        var lease = await path.RunAsync(run, cancellationToken, settings.DrainBegins);
        // The response takes up memory until the driver has read it all.
        context.GetHttpContext().Response.RegisterForDispose(lease.Permits);
        metrics.Ages.Mounted(plan.Pod.Namespace, plan.SecretProviderClass, lease.Dates);
        // 8
        var response = MountResponses.Make(lease.Content.Files);
        observation.Succeed(lease.Content, history.Add(
            observation.Origin!, request.TargetPath, response.ObjectVersion,
            plan.HasOptional ? OptionalObjects.Of(lease.Content) : MountedFiles.None));
        return response;
    }

    // Steps 1 and 2.
    private async Task<(MountPlan Plan, AdmittedMount Admitted)> PlanAsync(
        MountRequest request, MountObservation observation, RequestBody? body, CancellationToken cancellationToken)
    {
        // 1
        var input = new MountInput(request.Attributes, request.Secrets, request.TargetPath, request.Permission);
        var attributes = Attributes.Read(input.Attributes);
        var origin = OriginReader.Read(attributes);
        observation.Identify(origin, history.HasVolume(origin, request.TargetPath));
        var admitted = intake.Admit(origin.Pod.Namespace, request.Attributes.Length + request.Secrets.Length);
        try
        {
            // 2
            body?.Dispose();
            var plan = await intake.PlanAsync(admitted, attributes, input, cancellationToken);
            // A mount that waits holds its plan only, not the text that the plan was made of.
            (request.Attributes, request.Secrets) = ("", "");
            return (plan.HasOptional ? plan with { Mounted = Mounted(origin, request) } : plan, admitted);
        }
        catch
        {
            admitted.Dispose();
            throw;
        }
    }

    // Nothing has touched the network when it refuses.
    private static MountPlan Plan(PlanReader plans, MountMetrics metrics, Attributes attributes, MountInput input)
    {
        using var stage = metrics.Stage(MountStage.Parameters);
        return plans.Read(attributes, input).OrThrow();
    }

    // After a restart of the provider only drivers that send the current versions show what a volume has.
    private MountedFiles Mounted(MountOrigin origin, MountRequest request) =>
        history.Optional(origin, request.TargetPath).With(MountedFiles.Of(
            request.CurrentObjectVersion.Where(one => !AbsentObject.IsDefault(one.Version)).Select(one => one.Id)));
}

/// <summary>The settings that all mounts of the process share. <c>MountEnded</c> is called after each one.</summary>
internal sealed record MountSettings(
    string RuntimeName, string RuntimeVersion, Action MountEnded, CancellationToken DrainBegins,
    CancellationToken DrainEnds);
