using System.Text.Json;

namespace Provider.Tests.Checking;

public sealed class CheckCommandTests
{
    public static TheoryData<string> Examples =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "manifests", "examples"), "*.yaml",
            SearchOption.AllDirectories)];

    [Fact]
    public async Task Every_problem_of_a_bad_class_is_reported_with_its_place_in_the_file()
    {
        var (status, output) = await Check(Manifest("bad.yaml"));

        Assert.Equal(1, status);
        Assert.Equal(
            [
                "bad.yaml:1:13: hint: apiVersion: v1alpha1 is deprecated by the driver.",
                "bad.yaml:12:23: error: spec.secretObjects[0].data[0].objectName: \"databse-password\" is not a file "
                    + "of this class.",
                "bad.yaml:13:16: error: spec.secretObjects[0].data[0].key: the key \"ca.crt\" is not supported for "
                    + "type kubernetes.io/tls.",
                "bad.yaml:15:5: warning: spec.parameters.usepodidentity: is not the documented spelling, and the Go "
                    + "provider ignores it.",
                "bad.yaml:15:21: error: spec.parameters.usepodidentity: is true or false, and Kubernetes accepts only "
                    + "text here.",
                "bad.yaml:16:5: warning: spec.parameters.keyvaultname: is not the documented spelling, and the Go "
                    + "provider ignores it.",
                "bad.yaml:16:5: error: spec.parameters.keyvaultName: \"demo.vault.azure.net\" is not a valid vault "
                    + "name.",
                "bad.yaml:17:5: warning: spec.parameters.objectVersion: is ignored here, because it belongs to an "
                    + "entry of objects.",
                "bad.yaml:18:5: warning: spec.parameters.objectz: is unknown and ignored.",
                "bad.yaml:19:5: hint: spec.parameters.tenantId: is the older spelling.",
                "bad.yaml:24:11: warning: spec.parameters.objects[0] objectTyp: is unknown and ignored.",
                "bad.yaml:25:23: error: spec.parameters.objects[0] \"database-password\" objectType: \"secrets\" is "
                    + "not a valid object type.",
                "bad.yaml:28:27: error: spec.parameters.objects[1] \"second\" objectEncoding: is not supported for "
                    + "objectType key.",
            ],
            Lines(output).Where(line => line.StartsWith("bad.yaml:", StringComparison.Ordinal))
                .Select(line => line[..(line.IndexOf(". ", StringComparison.Ordinal) + 1)]));
        Assert.Contains("    25 |           objectType: secrets", Lines(output));
        Assert.Contains("Did you mean database-password?", output, StringComparison.Ordinal);
        Assert.Contains("Did you mean objectType?", output, StringComparison.Ordinal);
        Assert.Contains("Write \"true\" in quotes.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_says_the_same()
    {
        var (status, output) = await Check(Manifest("bad.yaml"), "--output", "json");

        using var json = JsonDocument.Parse(output);
        var one = Assert.Single(
            Assert.Single(json.RootElement.EnumerateArray()).GetProperty("classes").EnumerateArray());
        var findings = one.GetProperty("findings").EnumerateArray().ToList();
        Assert.Equal(1, status);
        Assert.Equal("demo/bad", one.GetProperty("name").GetString());
        Assert.Equal(13, findings.Count);
        Assert.Equal(
            (25, 23), (findings[11].GetProperty("line").GetInt32(), findings[11].GetProperty("column").GetInt32()));
        Assert.False(one.TryGetProperty("files", out _));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_example_is_clean(string file)
    {
        var (status, output) = await Check(file);

        Assert.Equal(0, status);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_yaml_is_a_problem_with_its_place()
    {
        var (status, output) = await Run("a: [\nb: c", "check", "-");

        Assert.Equal(1, status);
        Assert.StartsWith("-:2:5: error: file: is not YAML", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_wrong_usage()
    {
        var (status, output) = await Run("", "check", "/does/not/exist.yaml");

        Assert.Equal(2, status);
        Assert.Contains("/does/not/exist.yaml: cannot be read", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_standard_input_may_hold_a_list_of_objects()
    {
        var good = (await File.ReadAllTextAsync(Manifest("good.yaml"), TestContext.Current.CancellationToken))
            .Split("---")[0];
        var list = "kind: List\nitems:\n- " + string.Join("\n  ", good.Split('\n').Skip(1));

        var (status, output) = await Run(list, "check", "-");

        Assert.Equal(0, status);
        Assert.Contains("shop/shop-secrets mounts", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classes_of_other_providers_are_passed_over()
    {
        var (status, output) = await Run("kind: SecretProviderClass\nspec: {provider: vault}", "check", "-");

        Assert.Equal((0, "-: holds no SecretProviderClass of provider azure"), (status, output.Trim()));
    }

    [Fact]
    public async Task A_provider_that_is_a_number_is_reported()
    {
        var (status, output) = await Run(
            "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: a}\nspec:\n  "
                + "provider: 5\n  parameters:\n    keyvaultName: demo\n",
            "check", "-");

        Assert.Equal(1, status);
        Assert.Contains("5:13: error: spec.provider: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_objects_are_missing_no_second_finding_follows_from_it()
    {
        const string Class =
            "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\nmetadata: {name: a}\nspec:\n  "
                + "provider: azure\n"
            + "  secretObjects: [{secretName: s, type: Opaque, data: [{objectName: a, key: k}]}]\n"
            + "  parameters: {keyvaultName: demo, usePodIdentity: \"true\"}\n";

        var (status, output) = await Run(Class, "check", "-");

        Assert.Equal(1, status);
        Assert.StartsWith("-:7:15: error: spec.parameters.objects: is missing. ", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), line => line.Contains(": error: ", StringComparison.Ordinal));
    }

    private static string Manifest(string name) =>
        Path.Combine(Repository.Root, "Provider.Tests", "Checking", "Manifests", name);

    private static List<string> Lines(string output) =>
        [.. output.Replace(Path.GetDirectoryName(Manifest("x"))! + "/", "", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static Task<(int Status, string Output)> Check(string file, params string[] more) =>
        Run("", ["check", file, .. more]);

    private static Task<(int Status, string Output)> Run(string input, params string[] arguments) =>
        ToolRun.RunAsync(input, arguments);
}
