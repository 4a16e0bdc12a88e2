namespace Provider.Model;

/// <summary>The identity that reads the vault: a closed set, one record for each access mode.</summary>
internal abstract record AccessMode
{
    private AccessMode()
    {
    }

    /// <summary>The mode's name in logs and metrics.</summary>
    public abstract string Name { get; }

    /// <summary>aad-pod-identity: NMI on the node gives the token of the identity that is bound to the pod.</summary>
    public sealed record PodIdentity : AccessMode
    {
        public override string Name => "pod-identity";
    }

    /// <summary>The managed identity of the node, from IMDS. <c>IdentityId</c>: null means system-assigned.</summary>
    public sealed record VmIdentity(string? IdentityId) : AccessMode
    {
        public override string Name => "vm-managed-identity";
    }

    /// <summary>An application of a tenant, whose token Entra issues for a secret or a token of the mount.</summary>
    public abstract record Application(string ClientId) : AccessMode;

    /// <summary>An application that trusts the cluster, authenticated by the pod's service-account token.</summary>
    public abstract record Federated(string ClientId, ServiceAccountToken Token) : Application(ClientId);

    /// <summary>A service principal with a client secret from the pod's nodePublishSecretRef.</summary>
    public sealed record ServicePrincipal(string ClientId, SecretText ClientSecret) : Application(ClientId)
    {
        public override string Name => "service-principal";
    }

    /// <summary>Workload identity: the pod's service-account token is exchanged for an Entra token.</summary>
    public sealed record WorkloadIdentity(string ClientId, ServiceAccountToken Token) : Federated(ClientId, Token)
    {
        public override string Name => "workload-identity";
    }

    /// <summary>AKS identity binding: as workload identity, through the cluster's token proxy.</summary>
    public sealed record TokenProxy(string ClientId, ServiceAccountToken Token) : Federated(ClientId, Token)
    {
        public override string Name => "token-proxy";
    }
}

/// <summary>
/// A token of the pod's service account, as kubelet hands it to the driver. It is not verified. <c>ExpiresOn</c> is the
/// earlier of the token's own time and kubelet's; null when neither is known.
/// </summary>
internal sealed record ServiceAccountToken(SecretText Text, string Audience, DateTimeOffset? ExpiresOn);
