namespace Provider.Sandbox.Manifests;

/// <summary>An AzureIdentity of aad-pod-identity.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="ClientId">The identity's client id.</param>
internal sealed record AzureIdentity(string Namespace, string Name, string ClientId)
{
    /// <summary>0: managed identity, 1: service principal with a secret, 2: with a certificate.</summary>
    public int Type { get; init; }

    /// <summary>The managed identity's resource id.</summary>
    public string ResourceId { get; init; } = "";

    /// <summary>Whether only pods of its own namespace may have it.</summary>
    public bool IsNamespaced { get; init; }
}

/// <summary>An AzureIdentityBinding of aad-pod-identity.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="AzureIdentity">The identity it binds.</param>
/// <param name="Selector">The value of the label <c>aadpodidbinding</c> of the pods it binds it to.</param>
internal sealed record AzureIdentityBinding(string Namespace, string AzureIdentity, string Selector);
