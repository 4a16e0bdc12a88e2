using System.Text.RegularExpressions;

namespace Provider.Tool.Checking;

/// <summary>Kubernetes' rules for names, keys and labels (k8s.io/apimachinery, package validation).</summary>
internal static partial class KubernetesNames
{
    public const string SubdomainRule = "Write lower-case letters, digits, - and ., with a letter or digit at both "
        + "ends.";

    public static bool IsSubdomain(string text) => text.Length <= 253 && Subdomain().IsMatch(text);

    public static bool IsLabel(string text) =>
        text.Length <= 63 && !text.Contains('.', StringComparison.Ordinal) && IsSubdomain(text);

    public static bool IsDataKey(string text) =>
        text.Length <= 253 && DataKey().IsMatch(text) && text != "."
            && !text.StartsWith("..", StringComparison.Ordinal);

    public static bool IsQualifiedName(string text) => text.Split('/') switch
    {
        [var name] => IsShortName(name),
        [var prefix, var name] => IsSubdomain(prefix) && IsShortName(name),
        _ => false,
    };

    public static bool IsLabelValue(string text) => text.Length == 0 || IsShortName(text);

    private static bool IsShortName(string text) => text.Length <= 63 && ShortName().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"\A[-._a-zA-Z0-9]+\z")]
    private static partial Regex DataKey();

    [GeneratedRegex(@"\A[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?\z")]
    private static partial Regex ShortName();
}
