namespace Provider.Tests.Checking;

/// <summary>A manifest may be anyone's: none of its control characters reach a terminal or a log.</summary>
public sealed class UntrustedTextTests
{
    private const string Hostile = "\\e[31m\\n::error::x\\u202e\u202e";

    private const string Manifest = $$"""
        apiVersion: secrets-store.csi.x-k8s.io/v1
        kind: SecretProviderClass
        "extra{{Hostile}}": 1
        metadata:
          name: "class{{Hostile}}"
          namespace: "ns{{Hostile}}"
          labels: {"a{{Hostile}}": "b{{Hostile}}" }
        spec:
          provider: azure
          "field{{Hostile}}": 1
          parameters:
            keyvaultName: demo
            tenantID: 00000000-0000-0000-0000-000000000001
            usePodIdentity: "true"
            "parameter{{Hostile}}": "value{{Hostile}}"
            objects: "array: [{objectName: one, objectType: secret, 'key': 1}]"
        ---
        apiVersion: secrets-store.csi.x-k8s.io/v1
        kind: SecretProviderClass
        metadata: {name: fine}
        spec:
          provider: azure
          parameters:
            keyvaultName: demo
            tenantID: 00000000-0000-0000-0000-000000000001
            usePodIdentity: "true"
            objects: |
              array:
              - {objectName: one, objectType: secret, objectAlias: "alias{{Hostile}}" }
        """;

    [Fact]
    public async Task Check_writes_no_control_character_and_begins_no_line_with_text_of_the_manifest()
    {
        var (_, output) = await ToolRun.RunAsync(Manifest, "check", "-");

        Assert.Contains("alias", output, StringComparison.Ordinal);
        Assert.All(
            output.TrimEnd('\n').Split('\n'),
            line => Assert.True(
                line.StartsWith("-:", StringComparison.Ordinal) || line.StartsWith("  ", StringComparison.Ordinal),
                line));
        Assert.DoesNotContain(output, letter => (char.IsControl(letter) && letter != '\n') || letter == '\u202e');
    }

    [Fact]
    public async Task Mount_writes_none_where_it_names_the_classes_of_a_file()
    {
        var (_, output) = await ToolRun.RunAsync(Manifest, "mount", "-", "--target", "/tmp/volume", "--name", "other");

        Assert.Contains("class", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, letter => (char.IsControl(letter) && letter != '\n') || letter == '\u202e');
    }
}
