using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Reads <c>tenantID</c>, which only the modes that call Entra need.</summary>
internal static partial class TenantReader
{
    public static string? Read(Attributes attributes, Cloud cloud, AccessMode access, ProblemList problems)
    {
        var tenant = attributes.Find(ParameterNames.TenantId) ?? attributes.FindExact(ParameterNames.OlderTenantId);
        if (access is AccessMode.Application && (tenant is null || !Tenant().IsMatch(tenant)))
        {
            problems.AddParameter(
                ParameterNames.TenantId, tenant is null ? "is missing" : $"{Quoted.Text(tenant)} is not a valid tenant",
                "Write the tenant's id, as az account show prints it, or one of its domains.");
        }

        if (access is AccessMode.Application && Cloud.IsAdfs(tenant))
        {
            RefuseAdfs(cloud, access, problems);
        }

        return tenant;
    }

    private static void RefuseAdfs(Cloud cloud, AccessMode access, ProblemList problems)
    {
        if (cloud.Name != CloudReader.StackCloud)
        {
            problems.AddParameter(
                ParameterNames.TenantId,
                $"\"adfs\" is the directory of an Azure Stack Hub, and the cloud is {cloud.Name}",
                $"Set cloudName to {CloudReader.StackCloud}, or write the tenant's id.");
        }
        else if (access is not AccessMode.ServicePrincipal)
        {
            problems.AddParameter(
                ParameterNames.TenantId, "\"adfs\" has no federated credentials",
                "Use a service principal (nodePublishSecretRef), or a tenant of Microsoft Entra ID.");
        }
    }

    // An id or a domain. It becomes a segment of Entra's address, so nothing else is accepted.
    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\z")]
    private static partial Regex Tenant();
}
