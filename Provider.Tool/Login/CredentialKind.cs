namespace Provider.Tool.Login;

/// <summary>The ways to a token that there are away from the driver.</summary>
internal enum CredentialKind
{
    /// <summary>The one that the class asks for.</summary>
    Class,

    /// <summary>Who is logged in to the Azure CLI.</summary>
    AzureCli,

    /// <summary>A managed identity of this machine.</summary>
    ManagedIdentity,

    /// <summary>An application with a client secret.</summary>
    ServicePrincipal,

    /// <summary>An application that trusts the issuer of the token in a file.</summary>
    WorkloadIdentity,
}
