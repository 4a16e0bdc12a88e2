using System.Collections.Immutable;
using Provider.Protocol;
using Provider.Sandbox.Manifests;

namespace Provider.Sandbox.Driver;

/// <summary>
/// Calls a provider as kubernetes-sigs' secrets-store-sync-controller does: it makes Secrets without a pod of the
/// namespace.
/// </summary>
// Every class is mounted with the controller's own pod and one target path, without the class's name; only namespace,
// parameters and tokens differ. Nothing is written.
internal sealed class SyncController(FakeDriver driver, Pod own, TimeProvider time)
{
    private const string TargetPath = "/mnt/secrets-store";
    private const string DefaultMode = "420"; // 0644, as a decimal JSON number

    public MountRequest Request(
        SecretProviderClass secretClass, IReadOnlyDictionary<string, ServiceAccountToken>? tokens)
    {
        var attributes = secretClass.Parameters.ToDictionary();
        attributes["csi.storage.k8s.io/pod.name"] = own.Name;
        attributes["csi.storage.k8s.io/pod.uid"] = own.Uid;
        attributes["csi.storage.k8s.io/pod.namespace"] = secretClass.Namespace;
        attributes["csi.storage.k8s.io/serviceAccount.name"] = own.ServiceAccount;
        if (tokens is not null)
        {
            attributes["csi.storage.k8s.io/serviceAccount.tokens"] = GoJson.Write(tokens);
        }

        return new MountRequest
        {
            Attributes = GoJson.Write(attributes),
            Secrets = "{}",
            TargetPath = TargetPath,
            Permission = DefaultMode,
        };
    }

    /// <summary>The data of a class's Secret: texts by file path.</summary>
    public async Task<ImmutableDictionary<string, string>> SyncAsync(
        SecretProviderClass secretClass, IReadOnlyDictionary<string, ServiceAccountToken>? tokens,
        CancellationToken cancellationToken)
    {
        var response = await driver.Client.MountAsync(
            Request(secretClass, tokens), deadline: (time.GetUtcNow() + FakeDriver.KubeletDeadline).UtcDateTime,
            cancellationToken: cancellationToken);
        return response.Files.ToImmutableDictionary(file => file.Path, file => file.Contents.ToStringUtf8());
    }
}
