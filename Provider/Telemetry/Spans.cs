using System.Diagnostics;
using Provider.Model;

namespace Provider.Telemetry;

/// <summary>Spans of a mount: its stages and calls. Never an object's name, path, query or message.</summary>
internal static class Spans
{
    public const string SourceName = "SecretsStore.Provider.Azure";

    private const int LongestText = 253; // of a Kubernetes object's name

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins a mount in a new trace, whose id is in log lines even if no spans are exported.</summary>
    public static Activity Mount()
    {
        // The framework's own span, which is not exported: a sampler would follow its decision.
        Activity.Current = null;
        return Source.StartActivity("mount", ActivityKind.Server) ?? new Activity("mount").Start();
    }

    public static Activity? Stage(string name) => Source.StartActivity(name);

    public static Activity? Call(string method, string host) => Source.StartActivity(method, ActivityKind.Client)
        ?.SetTag("http.request.method", method).SetTag("server.address", host);

    /// <summary>Ends an attempt of a call with its HTTP status, null without a response, and its outcome.</summary>
    public static void CallEnded(Activity? span, int? status, ErrorCode? error)
    {
        span?.SetTag("http.response.status_code", status);
        if (error is not null)
        {
            Failed(span, error.Name);
        }
        else if (status >= 400)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    public static void Describe(Activity span, MountPlan plan)
    {
        if (span.IsAllDataRequested)
        {
            span.SetTag("k8s.namespace.name", Cut(plan.Pod.Namespace)).SetTag("k8s.pod.name", Cut(plan.Pod.Name))
                .SetTag("secret_provider_class", Cut(plan.SecretProviderClass)).SetTag("mode", plan.Access.Name)
                .SetTag("vault", plan.VaultName).SetTag("objects", plan.Entries.Length);
        }
    }

    public static void Ended(Activity span, bool isRemount, ErrorCode? error)
    {
        span.SetTag("phase", MountMetrics.Phase(isRemount)).SetTag("rpc.grpc.status_code", (int)(error?.Status ?? 0));
        if (error is not null)
        {
            Failed(span, error.Name);
        }
    }

    public static void Failed(Activity? span, string error) =>
        span?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);

    private static string Cut(string text) => text.Length > LongestText ? text[..LongestText] : text;
}
