namespace Provider.Sandbox.Manifests;

/// <summary>An AzureIdentity of aad-pod-identity.</summary>
internal sealed record AzureIdentity(string Namespace, string Name, string ClientId)
{
    /// <summary>0: managed identity, 1: service principal with a secret, 2: with a certificate.</summary>
    public int Type { get; init; }

    public string ResourceId { get; init; } = "";

    /// <summary>Whether only pods of its namespace may use it.</summary>
    public bool IsNamespaced { get; init; }
}

/// <summary>An AzureIdentityBinding of aad-pod-identity.</summary>
internal sealed record AzureIdentityBinding(string Namespace, string AzureIdentity, string Selector);
