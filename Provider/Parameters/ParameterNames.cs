using System.Collections.Immutable;

namespace Provider.Parameters;

/// <summary>The names of a SecretProviderClass's parameters and of kubelet's keys, as they are documented.</summary>
internal static class ParameterNames
{
    public const string KeyVaultName = "keyvaultName";

    /// <summary>Older classes write <c>tenantId</c>: names match in any case.</summary>
    public const string TenantId = "tenantID";

    /// <summary>The older spelling, which counts where <c>tenantID</c> is absent or empty.</summary>
    public const string OlderTenantId = "tenantId";

    public const string CloudName = "cloudName";
    public const string CloudEnvironmentFile = "cloudEnvFileName";
    public const string UsePodIdentity = "usePodIdentity";
    public const string UseVmManagedIdentity = "useVMManagedIdentity";
    public const string UseAzureTokenProxy = "useAzureTokenProxy";
    public const string UserAssignedIdentityId = "userAssignedIdentityID";
    public const string ClientId = "clientID";
    public const string Objects = "objects";

    public static readonly ImmutableArray<string> OfClass =
    [
        KeyVaultName, TenantId, CloudName, CloudEnvironmentFile, UsePodIdentity, UseVmManagedIdentity,
        UseAzureTokenProxy,
        UserAssignedIdentityId, ClientId, Objects,
    ];

    /// <summary>The keys of a service principal in the Secret that the pod's volume names.</summary>
    public const string NodePublishSecretRef = "nodePublishSecretRef";

    public const string ServicePrincipalId = "clientid";
    public const string ServicePrincipalSecret = "clientsecret";

    /// <summary>The class's name, which the driver adds to the parameters.</summary>
    public const string SecretProviderClass = "secretProviderClass";

    public const string PodName = "csi.storage.k8s.io/pod.name";
    public const string PodNamespace = "csi.storage.k8s.io/pod.namespace";
    public const string PodUid = "csi.storage.k8s.io/pod.uid";
    public const string ServiceAccountName = "csi.storage.k8s.io/serviceAccount.name";
    public const string ServiceAccountTokens = "csi.storage.k8s.io/serviceAccount.tokens";
}
