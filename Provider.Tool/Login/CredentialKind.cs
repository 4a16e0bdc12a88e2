namespace Provider.Tool.Login;

/// <summary>How a local mount gets its token.</summary>
internal enum CredentialKind
{
    /// <summary>The identity that the class asks for.</summary>
    Class,

    /// <summary>The account that is logged in to the Azure CLI.</summary>
    AzureCli,

    /// <summary>A managed identity of this machine.</summary>
    ManagedIdentity,

    /// <summary>An application with a client secret.</summary>
    ServicePrincipal,

    /// <summary>An application that trusts the issuer of the token in a file.</summary>
    WorkloadIdentity,
}
