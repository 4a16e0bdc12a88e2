using System.Text.RegularExpressions;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Reads who the pod is from kubelet's own keys.</summary>
internal static partial class PodReader
{
    /// <summary>Reads the pod. Exact names only: no tenant's spelling may stand in for one of kubelet's keys.</summary>
    /// <param name="attributes">The request's attributes.</param>
    /// <param name="problems">Takes what is missing.</param>
    public static PodReference Read(Attributes attributes, ProblemList problems) =>
        new(
            Required(attributes, ParameterNames.PodNamespace, problems),
            Required(attributes, ParameterNames.PodName, problems),
            Required(attributes, ParameterNames.PodUid, problems),
            attributes.FindExact(ParameterNames.ServiceAccountName) ?? "");

    // A DNS subdomain (RFC 1123), as Kubernetes takes for names; it travels in HTTP headers.
    [GeneratedRegex(@"\A[0-9a-z.-]{1,253}\z")]
    private static partial Regex KubernetesName();

    private static string Required(Attributes attributes, string key, ProblemList problems)
    {
        var value = attributes.FindExact(key) ?? "";
        if (!KubernetesName().IsMatch(value))
        {
            problems.Add(new Problem(
                ErrorCodes.RequestMalformed, new ProblemPlace(key), value.Length == 0 ? "is missing" : "is no Kubernetes name",
                ErrorCodes.RequestMalformed.Remedy));
        }

        return value;
    }
}
