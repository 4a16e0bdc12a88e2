using System.Collections.Immutable;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Provider.Sandbox.Manifests;

/// <summary>Reads Kubernetes manifests from YAML files; kinds that have nothing to do with a mount are passed over.</summary>
internal static class ManifestReader
{
    private const string ClassGroup = "secrets-store.csi.x-k8s.io/";

    /// <summary>Reads files and folders.</summary>
    /// <param name="paths">Files, or folders whose <c>*.yaml</c> files are read.</param>
    /// <exception cref="InvalidDataException">A file is not YAML, or lacks what its kind needs; the message names it.</exception>
    public static ManifestSet Read(IEnumerable<string> paths)
    {
        var documents = paths.SelectMany(Files).SelectMany(Documents).ToLookup(document => document.Text("kind"));
        return new ManifestSet(
            [.. documents["SecretProviderClass"].Where(IsOurs).Select(Class)],
            [.. documents["Pod"].Select(Pod).OfType<Pod>()],
            [.. documents["AzureIdentity"].Select(one => new AzureIdentity(Namespace(one), Name(one), one.Find("spec").Text("clientID")))],
            [.. documents["AzureIdentityBinding"].Select(one => new AzureIdentityBinding(
                Namespace(one), one.Find("spec").Text("azureIdentity"), one.Find("spec").Text("selector")))],
            documents["Secret"].ToImmutableDictionary(one => $"{Namespace(one)}/{Name(one)}", SecretValues));
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path) ? Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal) : [path];

    private static List<YamlMappingNode> Documents(string file)
    {
        try
        {
            using var text = File.OpenText(file);
            var stream = new YamlStream();
            stream.Load(text);
            return [.. stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>()];
        }
        catch (YamlException error)
        {
            throw new InvalidDataException($"{file}, line {error.Start.Line}: {error.Message}", error);
        }
    }

    private static bool IsOurs(YamlMappingNode document) =>
        document.Text("apiVersion") is ClassGroup + "v1" or ClassGroup + "v1alpha1" && document.Find("spec").Text("provider") == "azure";

    private static SecretProviderClass Class(YamlMappingNode document) =>
        new(Namespace(document), Name(document), document.Find("spec").Find("parameters").Texts());

    private static Pod? Pod(YamlMappingNode document)
    {
        var spec = document.Find("spec");
        var volumes = (spec.Find("volumes") as YamlSequenceNode)?.Select(volume => volume.Find("csi")) ?? [];
        return volumes.FirstOrDefault(csi => csi.Text("driver") == "secrets-store.csi.k8s.io") is not { } ours
            ? null
            : new Pod(
                Namespace(document), Name(document), Guid.NewGuid().ToString(),
                spec.Text("serviceAccountName") is { Length: > 0 } account ? account : "default",
                document.Find("metadata").Find("labels").Texts(),
                ours.Find("volumeAttributes").Texts(),
                ours.Find("nodePublishSecretRef").Text("name") is { Length: > 0 } secret ? secret : null);
    }

    private static ImmutableDictionary<string, string> SecretValues(YamlMappingNode document) =>
        document.Find("data").Texts()
            .ToImmutableDictionary(value => value.Key, value => Encoding.UTF8.GetString(Convert.FromBase64String(value.Value)))
            .SetItems(document.Find("stringData").Texts());

    private static string Name(YamlMappingNode document) =>
        document.Find("metadata").Text("name") is { Length: > 0 } name
            ? name
            : throw new InvalidDataException($"Line {document.Start.Line}: a {document.Text("kind")} has no metadata.name.");

    private static string Namespace(YamlMappingNode document) =>
        document.Find("metadata").Text("namespace") is { Length: > 0 } named ? named : "default";
}
