using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Provider.Model;

namespace Provider.Identity;

/// <summary>What proves an identity to us, and so what its token is kept for: never something a tenant can merely claim.</summary>
/// <param name="Mode">The access mode's name.</param>
/// <param name="Resource">What the token is for.</param>
/// <param name="Proof">
/// Kubelet's namespace, name and uid for pod identity; the identity's id for the node's own; a hash over the token or secret
/// itself, and whom it is shown to, for those who bring one.
/// </param>
internal sealed record IdentityProof(string Mode, string Resource, string Proof)
{
    /// <summary>The proof that a mount brings.</summary>
    /// <param name="plan">The mount's plan.</param>
    public static IdentityProof Of(MountPlan plan) => new(plan.Access.Name, plan.Cloud.TokenResource, plan.Access switch
    {
        AccessMode.PodIdentity => $"{plan.Pod} {plan.Pod.Uid}",
        AccessMode.VmIdentity identity => identity.IdentityId ?? "",
        AccessMode.ServicePrincipal principal => Hash(plan, principal.ClientId, principal.ClientSecret),
        AccessMode.Federated application => Hash(plan, application.ClientId, application.Token.Text),
        _ => throw new ArgumentOutOfRangeException(nameof(plan)),
    });

    private static string Hash(MountPlan plan, string clientId, SecretText proof)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, proof.Reveal());
        Append(hash, clientId);
        Append(hash, plan.Tenant ?? "");
        Append(hash, plan.Cloud.Authority.AbsoluteUri);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    // Each part behind its length, so that no text can pass for the end of one part and the beginning of the next.
    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
        CryptographicOperations.ZeroMemory(bytes);
    }
}
