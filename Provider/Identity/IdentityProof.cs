using System.Security.Cryptography;
using System.Text;
using Provider.Model;

namespace Provider.Identity;

/// <summary>
/// The proof of an identity, which is the key of its cached token: never something that a tenant can merely claim.
/// </summary>
internal abstract record IdentityProof(string Mode, string Resource)
{
    public static IdentityProof Of(MountPlan plan)
    {
        var (mode, resource) = (plan.Access.Name, plan.Cloud.TokenResource);
        return plan.Access switch
        {
            AccessMode.PodIdentity => Pod.Of(plan.Pod, mode, resource),
            AccessMode.VmIdentity identity => new Machine(mode, resource, identity.IdentityId),
            AccessMode.ServicePrincipal principal => Application.Of(plan, principal.ClientId, principal.ClientSecret),
            AccessMode.Federated application => Application.Of(plan, application.ClientId, application.Token.Text),
            _ => throw new ArgumentOutOfRangeException(nameof(plan)),
        };
    }

    /// <summary>Pod identity: kubelet's own names of the pod.</summary>
    internal sealed record Pod(string Mode, string Resource, string Namespace, string Name, string Uid)
        : IdentityProof(Mode, Resource)
    {
        /// <summary>
        /// Without a uid a later pod of the same name looks the same, so mounts do not share tokens then.
        /// </summary>
        public static Pod Of(PodReference pod, string mode, string resource) =>
            new(mode, resource, pod.Namespace, pod.Name, pod.Uid.Length > 0 ? pod.Uid : Guid.NewGuid().ToString());
    }

    /// <summary>The node's own identity, the system-assigned one without an id: the node is the proof.</summary>
    internal sealed record Machine(string Mode, string Resource, string? IdentityId) : IdentityProof(Mode, Resource);

    /// <summary>
    /// An application: the SHA-256 of the mount's secret or token, and the endpoint that it is sent to.
    /// </summary>
    internal sealed record Application(
        string Mode, string Resource, string Secret, string ClientId, string? Tenant, string Authority)
        : IdentityProof(Mode, Resource)
    {
        public static Application Of(MountPlan plan, string clientId, SecretText secret) => new(
            plan.Access.Name, plan.Cloud.TokenResource, Hash(secret), clientId, plan.Tenant,
            plan.Cloud.Authority.AbsoluteUri);

        private static string Hash(SecretText secret) =>
            Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal())));
    }
}
