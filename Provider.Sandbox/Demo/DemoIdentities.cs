using System.Collections.Immutable;
using Provider.Model;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Imds;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Manifests;

using ServiceAccountToken = Provider.Sandbox.Driver.ServiceAccountToken;

namespace Provider.Sandbox.Demo;

/// <summary>Registers the identity of a class in the cloud, with the right to read.</summary>
internal sealed class DemoIdentities(TimeProvider time)
{
    // Kubelet sends these if the CSIDriver object has tokenRequests, as workload identity requires.
    private static readonly string[] Audiences = ["api://AzureADTokenExchange", "api://AKSIdentityBinding"];

    private readonly ClusterIssuer cluster = new("https://issuer.sandbox.example/", time);

    /// <summary>The tokens of the pod's service account; null for classes that do not use them.</summary>
    public ImmutableDictionary<string, ServiceAccountToken>? TokensFor(SecretProviderClass secretClass, Pod pod) =>
        secretClass.Parameters.Keys.Any(name => name.Equals("clientID", StringComparison.OrdinalIgnoreCase))
            ? Audiences.ToImmutableDictionary(
                audience => audience, audience => cluster.Issue(pod.Namespace, pod.ServiceAccount, audience))
            : null;

    public void Register(SandboxCloud cloud, MountPlan plan, Pod pod)
    {
        switch (plan.Access)
        {
            case AccessMode.ServicePrincipal(var clientId, var secret):
                cloud.Entra[plan.Tenant!][clientId].AddSecret(secret.Reveal());
                break;
            case AccessMode.WorkloadIdentity(var clientId, _):
                cloud.Entra[plan.Tenant!][clientId].Trust(
                    new(cluster.Issuer, ClusterIssuer.SubjectOf(pod.Namespace, pod.ServiceAccount)));
                break;
            case AccessMode.TokenProxy(var clientId, var token):
                cloud.Entra[plan.Tenant!][clientId].Trust(
                    new(cluster.Issuer, ClusterIssuer.SubjectOf(pod.Namespace, pod.ServiceAccount), token.Audience));
                break;
            case AccessMode.VmIdentity(null):
                cloud.Imds.SystemAssigned = new VmIdentity("virtual-machine", "virtual-machine", "virtual-machine");
                break;
            case AccessMode.VmIdentity(var id):
                // Whichever of an identity's three names the class uses.
                cloud.Imds.UserAssigned = [new VmIdentity(id!, id!, id!)];
                break;
        }
    }
}
