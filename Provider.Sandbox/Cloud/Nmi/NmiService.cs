using System.Collections.Concurrent;
using Provider.Sandbox.Manifests;

namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>aad-pod-identity's NMI: its path, its headers, its responses, its texts.</summary>
internal sealed class NmiService(Tokens tokens) : ICloudService
{
    private const string TokenPath = "/host/token";

    private volatile PodAssignments bound = PodAssignments.None;
    private volatile bool hasBindings = true;

    public string Name => Services.Nmi;

    public NmiVersion Version { get; set; } = NmiVersion.V1Dot8Dot17;

    /// <summary>
    /// The client id of a pod, by <c>namespace/name</c>; takes precedence over the manifests' bindings.
    /// </summary>
    public ConcurrentDictionary<string, string> Assigned { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether the bindings of the manifests have reached the node; until then pods have no identity.
    /// </summary>
    public bool HasBindings
    {
        get => hasBindings;
        set => hasBindings = value;
    }

    /// <summary>The lifetime of tokens; null for the issuer's default.</summary>
    public TimeSpan? TokenLifetime { get; set; }

    public void Use(ManifestSet manifests) => bound = new(manifests);

    public bool IsKnown(string host) => true;

    public CloudResponse Respond(RecordedCall call)
    {
        if (call.Path.Contains("//", StringComparison.Ordinal))
        {
            return NmiResponses.Moved(
                $"/{string.Join('/', call.Segments)}{(call.Path.EndsWith('/') ? "/" : "")}{call.RawQuery}");
        }

        if (!call.Path.StartsWith(TokenPath, StringComparison.Ordinal))
        {
            return NmiResponses.WrongPath();
        }

        var space = call.Headers.GetValueOrDefault("podns", "");
        var pod = call.Headers.GetValueOrDefault("podname", "");
        var resource = call.Query.GetValueOrDefault("resource", "");
        return space.Length == 0 || pod.Length == 0 ? NmiResponses.MissingHeaders()
            : resource.Length == 0 ? NmiResponses.MissingResource()
            : Token(space, pod, resource, call);
    }

    private CloudResponse Token(string podNamespace, string podName, string resource, RecordedCall call)
    {
        var clientId = Field(call, "client_id");
        if (Assigned.TryGetValue($"{podNamespace}/{podName}", out var assigned) && (clientId ?? assigned) == assigned)
        {
            return Success(assigned, resource);
        }

        return bound.Find(podNamespace, podName, clientId, Field(call, "msi_res_id") ?? Field(call, "mi_res_id")) switch
        {
            _ when !hasBindings => NmiResponses.NoIdentity(clientId, Version),
            Assignment.To(var identity) => Success(identity.ClientId, resource),
            Assignment.OtherNamespace => NmiResponses.IdentityInOtherNamespace(),
            Assignment.PodUnknown when bound != PodAssignments.None =>
                NmiResponses.PodUnknown(podNamespace, podName, Version),
            _ => NmiResponses.NoIdentity(clientId, Version),
        };
    }

    private CloudResponse Success(string clientId, string resource) =>
        NmiResponses.Token(tokens.IssueOrReuse(clientId, resource, TokenLifetime), clientId, Version);

    private static string? Field(RecordedCall call, string field) =>
        call.Query.GetValueOrDefault(field) is { Length: > 0 } value ? value : null;
}
