using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>Reads the pod and the class of a mount.</summary>
internal static class OriginReader
{
    // Excludes pod.name, serviceAccount.tokens and the like: tokens change at every mount.
    private const string KubeletPrefix = "csi.storage.k8s.io/";

    // Names of Kubernetes objects are not longer (RFC 1123); this text may be anything, and goes to the log.
    private const int LongestName = 253;

    public static MountOrigin Read(Attributes attributes) => new(
        new PodReference(
            Text(attributes, ParameterNames.PodNamespace),
            Text(attributes, ParameterNames.PodName),
            Text(attributes, ParameterNames.PodUid),
            Text(attributes, ParameterNames.ServiceAccountName)),
        Text(attributes, ParameterNames.SecretProviderClass),
        Hash(attributes));

    private static string Text(Attributes attributes, string name) =>
        attributes.FindExact(name) is not { } text ? ""
        : text.Length > LongestName ? text[..LongestName]
        : text;

    private static string Hash(Attributes attributes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in attributes.Names.Order(StringComparer.Ordinal))
        {
            if (name != ParameterNames.SecretProviderClass && !name.StartsWith(KubeletPrefix, StringComparison.Ordinal))
            {
                Append(hash, name);
                Append(hash, attributes.FindExact(name) ?? "");
            }
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    // With its length before it, so that no two lists of texts give the same bytes.
    private static void Append(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
        hash.AppendData(length);
        hash.AppendData(Encoding.Unicode.GetBytes(text));
    }
}
