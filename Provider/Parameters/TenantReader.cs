using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Reads <c>tenantID</c>, which only the modes that ask Entra need.</summary>
internal static partial class TenantReader
{
    /// <summary>Reads the tenant.</summary>
    /// <param name="attributes">The request's attributes.</param>
    /// <param name="access">The access mode.</param>
    /// <param name="problems">Takes what is wrong, where the tenant is needed.</param>
    public static string? Read(Attributes attributes, AccessMode access, ProblemList problems)
    {
        var tenant = attributes.Find(ParameterNames.TenantId);
        if (access is AccessMode.Application && (tenant is null || !Tenant().IsMatch(tenant)))
        {
            problems.AddParameter(
                ParameterNames.TenantId, tenant is null ? "is missing" : $"{Quoted.Text(tenant)} is no tenant",
                "Write the tenant's id, as az account show prints it, or one of its domains.");
        }

        return tenant;
    }

    // An id or a domain. It becomes a segment of Entra's address, so nothing else may get through.
    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\z")]
    private static partial Regex Tenant();
}
