using System.Collections.Frozen;
using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>A type of Secret that Kubernetes knows (k8s.io/kubernetes, ValidateSecret).</summary>
internal sealed record SecretType(string Name, ImmutableArray<string> Required, bool NeedsAll = true)
{
    public const string Tls = "kubernetes.io/tls";
    public const string ServiceAccountToken = "kubernetes.io/service-account-token";
    private const string Kubernetes = "kubernetes.io/";

    private static readonly FrozenDictionary<string, SecretType> ByName = new SecretType[]
    {
        new("Opaque", []),
        new(Tls, ["tls.crt", "tls.key"]),
        new("kubernetes.io/dockerconfigjson", [".dockerconfigjson"]),
        new("kubernetes.io/dockercfg", [".dockercfg"]),
        new("kubernetes.io/basic-auth", ["username", "password"], NeedsAll: false),
        new("kubernetes.io/ssh-auth", ["ssh-privatekey"]),
        new(ServiceAccountToken, []),
        new("bootstrap.kubernetes.io/token", []),
    }.ToFrozenDictionary(type => type.Name);

    // Words of kubectl create secret, and other common names.
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["generic"] = "Opaque",
        ["string"] = "Opaque",
        ["secret"] = "Opaque",
        ["docker-registry"] = "kubernetes.io/dockerconfigjson",
        ["dockerconfig"] = "kubernetes.io/dockerconfigjson",
        ["docker"] = "kubernetes.io/dockerconfigjson",
        ["ssh"] = "kubernetes.io/ssh-auth",
        ["basic"] = "kubernetes.io/basic-auth",
        ["token"] = "bootstrap.kubernetes.io/token",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string Names => string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal));

    /// <summary>The type of a name, as Kubernetes compares it: exactly.</summary>
    public static SecretType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type that a name was meant for; null where it may be a custom type.</summary>
    public static SecretType? Meant(string name)
    {
        var tail = name[(name.LastIndexOf('/') + 1)..];
        var isOwn = name.Contains('/', StringComparison.Ordinal)
            && !name.StartsWith(Kubernetes, StringComparison.OrdinalIgnoreCase);
        var meant = ByName.Keys.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? NearestName.Find(name, ByName.Keys, 2);
        if (meant is null && !isOwn)
        {
            meant = Words.GetValueOrDefault(tail)
                ?? ByName.Keys.FirstOrDefault(
                    known => known[(known.LastIndexOf('/') + 1)..].Equals(tail, StringComparison.OrdinalIgnoreCase))
                ?? NearestName.Find(Kubernetes + tail, ByName.Keys, Math.Min(3, tail.Length / 3));
        }

        return meant is null ? null : ByName[meant];
    }

    /// <summary>
    /// Whether a name that is not a type of Kubernetes may be one of an operator's own, such as
    /// <c>example.com/token</c>.
    /// </summary>
    public static bool IsOwn(string name) =>
        name.Contains('/', StringComparison.Ordinal)
            && !name.StartsWith(Kubernetes, StringComparison.OrdinalIgnoreCase) && Meant(name) is null;
}
