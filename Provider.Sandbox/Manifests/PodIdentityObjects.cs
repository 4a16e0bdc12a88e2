namespace Provider.Sandbox.Manifests;

/// <summary>An AzureIdentity of aad-pod-identity.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="ClientId">The identity's client id.</param>
internal sealed record AzureIdentity(string Namespace, string Name, string ClientId);

/// <summary>An AzureIdentityBinding of aad-pod-identity.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="AzureIdentity">The identity it binds.</param>
/// <param name="Selector">The value of the label <c>aadpodidbinding</c> of the pods it binds it to.</param>
internal sealed record AzureIdentityBinding(string Namespace, string AzureIdentity, string Selector);
