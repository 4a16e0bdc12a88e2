namespace Provider.Sandbox.Cloud.Nmi;

/// <summary>The releases of NMI whose responses differ, oldest first.</summary>
internal enum NmiVersion
{
    /// <summary>Numbers of a token's response are JSON numbers; what cannot be served is 403.</summary>
    V1Dot5,

    /// <summary>What cannot be served is 403.</summary>
    V1Dot6Dot0,

    /// <summary>An unassigned identity is 404; an AzureIdentity that is wrong still 403.</summary>
    V1Dot8Dot5,

    V1Dot8Dot17,
}
