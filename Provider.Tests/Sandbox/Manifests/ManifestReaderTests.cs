using Provider.Sandbox.Manifests;

namespace Provider.Tests.Sandbox.Manifests;

/// <summary>Manifests as users write them, and errors in them, with file and line.</summary>
public sealed class ManifestReaderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("manifests-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_example_is_read_whole()
    {
        var set = ManifestReader.Read([Path.Combine(Repository.Root, "manifests/examples/pod-identity")]);

        var (secretClass, pod) = set.Volume();
        Assert.Equal(("demo", "demo-secrets", "demo"),
            (secretClass.Namespace, secretClass.Name, secretClass.Parameters["keyvaultName"]));
        Assert.Equal(("demo", "demo", "default"), (pod.Namespace, pod.Name, pod.ServiceAccount));
        Assert.Equal("demo-secrets", pod.VolumeAttributes["secretProviderClass"]);
        var identity = Assert.Single(set.Identities);
        Assert.Equal(("11111111-1111-1111-1111-111111111111", 0, false),
            (identity.ClientId, identity.Type, identity.IsNamespaced));
        Assert.Equal(new AzureIdentityBinding("demo", "demo-identity", "demo"), Assert.Single(set.Bindings));
    }

    [Fact]
    public void Several_documents_stand_in_one_file_and_foreign_kinds_are_passed_over()
    {
        var set = Read("""
            apiVersion: v1
            kind: ServiceAccount
            metadata: { name: web, namespace: shop, annotations: { azure.workload.identity/client-id: abc } }
            ---
            # nothing but a comment
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web }
            ---
            apiVersion: secrets-store.csi.x-k8s.io/v1alpha1
            kind: SecretProviderClass
            metadata: { name: old }
            spec: { provider: azure, parameters: { keyvaultName: demo } }
            ---
            apiVersion: secrets-store.csi.x-k8s.io/v1
            kind: SecretProviderClass
            metadata: { name: foreign }
            spec: { provider: vault }
            """);

        Assert.Equal("abc", Assert.Single(set.ServiceAccounts).Annotations["azure.workload.identity/client-id"]);
        Assert.Equal(("default", "old"), (Assert.Single(set.Classes).Namespace, set.Classes[0].Name));
    }

    [Fact]
    public void A_secret_is_decoded_and_plain_text_wins()
    {
        var set = Read("""
            apiVersion: v1
            kind: Secret
            metadata: { name: principal, namespace: shop }
            data: { clientid: YWJj, clientsecret: b2xk }
            stringData: { clientsecret: new }
            """);

        Assert.Equal(
            ("abc", "new"), (set.Secrets["shop/principal"]["clientid"], set.Secrets["shop/principal"]["clientsecret"]));
    }

    [Theory]
    [InlineData("a: 1\nb: c: d\n", 2, "")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {}\n", 1, "'metadata' is missing")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata:\n  namespace: x\nspec: {}\n", 4, "'name' is missing or empty")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: { name: x }\ndata:\n  key: '***'\n", 5,
        "'key' is not base64; plain text belongs in stringData")]
    [InlineData("apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: { name: x "
        + "}\nspec:\n  provider: azure\n  parameters:\n    objects:\n      array: []\n", 8,
        "'objects' must be text; a structure needs a block scalar (|)")]
    [InlineData("apiVersion: aadpodidentity.k8s.io/v1\nkind: AzureIdentity\nmetadata: { name: x }\nspec:\n  type: 7\n",
        5, "'type' must be 0, 1 or 2")]
    public void A_mistake_is_reported_with_file_and_line(string text, int line, string problem)
    {
        var error = Assert.Throws<ManifestException>(() => Read(text));

        Assert.Equal(line, error.Line);
        Assert.StartsWith(
            $"{Path.Combine(folder.FullName, "file.yaml")}:{line}: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        var error = Assert.Throws<ManifestException>(() => ManifestReader.Read(["/no/such/file.yaml"]));

        Assert.Equal("/no/such/file.yaml: no such file or folder", error.Message);
    }

    [Fact]
    public void A_pod_whose_class_or_secret_is_not_there_is_reported()
    {
        var set = Read("""
            apiVersion: v1
            kind: Pod
            metadata: { name: web, namespace: shop }
            spec:
              volumes:
                - name: other
                  emptyDir: {}
                - name: secrets
                  csi:
                    driver: secrets-store.csi.k8s.io
                    volumeAttributes: { secretProviderClass: missing }
                    nodePublishSecretRef: { name: principal }
            ---
            apiVersion: secrets-store.csi.x-k8s.io/v1
            kind: SecretProviderClass
            metadata: { name: other, namespace: shop }
            spec: { provider: azure }
            """);

        Assert.Contains("names the SecretProviderClass missing",
            Assert.Throws<InvalidDataException>(() => set.Volume()).Message, StringComparison.Ordinal);
        Assert.Contains("refers to the Secret principal",
            Assert.Throws<InvalidDataException>(() => set.SecretOf(set.Pods[0])).Message, StringComparison.Ordinal);
    }

    private ManifestSet Read(string text)
    {
        var file = Path.Combine(folder.FullName, "file.yaml");
        File.WriteAllText(file, text);
        return ManifestReader.Read([file]);
    }
}
