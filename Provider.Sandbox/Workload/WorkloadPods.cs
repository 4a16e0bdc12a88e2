using System.Collections.Immutable;
using System.Globalization;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Imds;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;

namespace Provider.Sandbox.Workload;

/// <summary>Makes pods with identities in the simulated cloud, and the driver's requests for them.</summary>
internal sealed class WorkloadPods(SandboxCloud cloud, string volumes, TimeProvider time)
{
    private const string Namespace = "load";
    private const string ExchangeAudience = "api://AzureADTokenExchange";
    private const string BindingAudience = "api://AKSIdentityBinding";

    // Pods are made concurrently: the list of identities is replaced as a whole.
    private readonly Lock gate = new();
    private readonly ClusterIssuer cluster = new("https://issuer.sandbox.example/", time);

    /// <summary>A new client id.</summary>
    public static string NewIdentity() => Guid.NewGuid().ToString();

    public WorkloadPod Make(AccessKind access, string name, string identity, string vault)
    {
        var pod = new WorkloadPod(
            access, name, Guid.NewGuid().ToString(), identity, access == AccessKind.ServicePrincipal
                ? $"canary-{Guid.NewGuid()}"
                : "");
        var application = cloud.Entra[cloud.Vaults[vault].Tenant][identity];
        switch (access)
        {
            case AccessKind.PodIdentity:
                cloud.NmiService.Assigned[$"{Namespace}/{name}"] = identity;
                break;
            case AccessKind.VmIdentity:
                lock (gate)
                {
                    cloud.Imds.UserAssigned = cloud.Imds.UserAssigned.Add(new VmIdentity(identity, identity, identity));
                }

                break;
            case AccessKind.ServicePrincipal:
                application.AddSecret(pod.Secret);
                break;
            case AccessKind.WorkloadIdentity:
            case AccessKind.TokenProxy:
                application.Trust(new(cluster.Issuer, ClusterIssuer.SubjectOf(Namespace, name), Audience(access)));
                break;
        }

        return pod;
    }

    public MountRequest Request(WorkloadPod pod, string vault, IEnumerable<string> objects)
    {
        var parameters = ImmutableDictionary<string, string>.Empty
            .Add("keyvaultName", vault)
            .Add("tenantID", cloud.Vaults[vault].Tenant)
            .Add("objects", "array:\n" + string.Concat(objects.Select(Entry)))
            .AddRange(Access(pod));
        return MountRequests.Make(
            new SecretProviderClass(Namespace, $"{pod.Name}-class", parameters),
            new Pod(Namespace, pod.Name, pod.Uid, pod.Name, [], [], null),
            pod.Access == AccessKind.ServicePrincipal ? SecretOf(pod) : null,
            pod.Access is AccessKind.WorkloadIdentity or AccessKind.TokenProxy ? TokensOf(pod) : null,
            Path.Combine(volumes, pod.Uid));
    }

    /// <summary>A pod's name by its number.</summary>
    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"pod-{number}");

    private static string Entry(string named) =>
        $"  - |\n    objectName: {named.Split('/')[1]}\n    objectType: {named.Split('/')[0]}\n    objectAlias: "
        + $"{named}\n";

    private static Dictionary<string, string> Access(WorkloadPod pod) => pod.Access switch
    {
        AccessKind.PodIdentity => new() { ["usePodIdentity"] = "true" },
        AccessKind.VmIdentity => new() { ["useVMManagedIdentity"] = "true", ["userAssignedIdentityID"] = pod.Identity },
        AccessKind.WorkloadIdentity => new() { ["clientID"] = pod.Identity },
        AccessKind.TokenProxy => new() { ["useAzureTokenProxy"] = "true", ["clientID"] = pod.Identity },
        _ => [],
    };

    private static Dictionary<string, string> SecretOf(WorkloadPod pod) =>
        new() { ["clientid"] = pod.Identity, ["clientsecret"] = pod.Secret };

    private Dictionary<string, ServiceAccountToken> TokensOf(WorkloadPod pod) =>
        new() { [Audience(pod.Access)] = cluster.Issue(Namespace, pod.Name, Audience(pod.Access)) };

    private static string Audience(AccessKind access) =>
        access == AccessKind.TokenProxy ? BindingAudience : ExchangeAudience;
}
