using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Reads the pod from kubelet's own keys.</summary>
internal static partial class PodReader
{
    /// <summary>
    /// Reads the pod. Exact names only: a tenant's other spelling must not replace one of kubelet's keys.
    /// </summary>
    public static PodReference Read(Attributes attributes, ProblemList problems) =>
        new(
            Named(attributes, ParameterNames.PodNamespace, isRequired: true, problems),
            Named(attributes, ParameterNames.PodName, isRequired: true, problems),
            Named(attributes, ParameterNames.PodUid, isRequired: false, problems),
            attributes.FindExact(ParameterNames.ServiceAccountName) ?? "");

    // A DNS subdomain (RFC 1123), as Kubernetes requires for names; it is sent in HTTP headers.
    [GeneratedRegex(@"\A[0-9a-z.-]{1,253}\z")]
    private static partial Regex KubernetesName();

    private static string Named(Attributes attributes, string key, bool isRequired, ProblemList problems)
    {
        var value = attributes.FindExact(key) ?? "";
        if ((isRequired || value.Length > 0) && !KubernetesName().IsMatch(value))
        {
            problems.Add(new Problem(
                ErrorCodes.RequestMalformed, new ProblemPlace(key), value.Length == 0
                    ? "is missing"
                    : "is not a valid Kubernetes name",
                ErrorCodes.RequestMalformed.Remedy));
        }

        return value;
    }
}
