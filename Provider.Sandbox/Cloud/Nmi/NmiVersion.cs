namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>The releases of NMI whose responses differ, oldest first.</summary>
internal enum NmiVersion
{
    /// <summary>Numbers in a token response are JSON numbers; errors are 403.</summary>
    V1Dot5,

    /// <summary>Errors are 403.</summary>
    V1Dot6Dot0,

    /// <summary>An unassigned identity is 404; an invalid AzureIdentity is still 403.</summary>
    V1Dot8Dot5,

    V1Dot8Dot17,
}
