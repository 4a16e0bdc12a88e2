using System.Text;

namespace Provider.Tests.Checking;

/// <summary>What a person is shown where a manifest or its objects are not YAML.</summary>
public sealed class BrokenTextTests
{
    private const string Indent =
        "the indentation fits neither the line before nor the block around it. Begin all keys of a mapping in one "
        + "column; an item of a list begins with a hyphen.";

    [Theory]
    [InlineData("alias-no-blank", "19:11: error: spec.parameters.objects[1]: is not YAML: there is no blank after the "
        + "colon of objectAlias. Write objectAlias: and a blank before the value. [objects-malformed]")]
    [InlineData("kv-no-blank", "10:5: error: file: is not YAML: there is no blank after the colon of keyvaultName. "
        + "Write keyvaultName: and a blank before the value. [yaml-invalid]")]
    [InlineData("array-no-colon", "12:7: error: spec.parameters.objects: is not YAML: there is no colon after array. "
        + "Write array: here. [objects-malformed]")]
    [InlineData("helm-in-objects", "14:23: error: spec.parameters.objects[0]: is a template and not YAML. Render it "
        + "first, for example: helm template RELEASE CHART | provider-tool check - [template]")]
    [InlineData(
        "entry-indent-less", $"15:10: error: spec.parameters.objects: is not YAML: {Indent} [objects-malformed]")]
    [InlineData("params-indent", $"10:4: error: file: is not YAML: {Indent} [yaml-invalid]")]
    [InlineData("single-vs-double", "9:21: error: file: is not YAML: a quote is opened and not closed. Close it with "
        + "the same quote. [yaml-invalid]")]
    [InlineData("at", "14:23: error: spec.parameters.objects[0]: is not YAML: a value begins with the character @. "
        + "Put the value in quotes. [objects-malformed]")]
    [InlineData("multi-no-sep", "20:1: error: file: is not YAML: the key \"apiVersion\" is duplicated. Write --- on a "
        + "line of its own before it, if another object begins here. [yaml-invalid]")]
    [InlineData("multi-two-dash", "20:1: error: file: is not YAML: the hyphens do not separate two documents. Write "
        + "three of them at the start of the line. [yaml-invalid]")]
    [InlineData("latin1", "4:10: error: file: is not UTF-8 text: it has the byte 0xE9. Save the file in the encoding "
        + "UTF-8. [yaml-invalid]")]
    [InlineData("utf16-nobom", "1:2: error: file: is not YAML: it has the character U+0000. Save the file as text in "
        + "UTF-8. [yaml-invalid]")]
    [InlineData("mode-other-spelling", "10:5: warning: spec.parameters.usevmmanagedidentity: is not the documented "
        + "spelling, and has no effect beside an access mode in its own. Write useVMManagedIdentity. "
        + "[parameter-spelling]")]
    [InlineData("entry-field-case", "19:11: warning: spec.parameters.objects[1] ObjectAlias: is ignored, because "
        + "fields count in their exact spelling only. Write objectAlias. [entry-field-spelling]")]
    [InlineData("tenant-bad", "10:15: warning: spec.parameters.tenantID: \"contoso\" is neither the id of a tenant "
        + "nor one of its domains. Write the tenant's id, as az account show prints it, or a domain such as "
        + "contoso.onmicrosoft.com. [tenant-unlikely]")]
    [InlineData("alias-home", "19:24: warning: spec.parameters.objects[1] objectAlias: \"~/db\" begins with a tilde, "
        + "which is a directory of that name below the volume. Write the path as it should be below the volume, "
        + "without a tilde. [alias-tilde]")]
    [InlineData("array-caps", "12:7: error: spec.parameters.objects: has no list under the key array, but under "
        + "\"Array\". Write array instead. [objects-malformed]")]
    [InlineData("pod-empty", "9:5: error: spec.parameters.usePodIdentity: gives no access mode, and nothing else "
        + "does, so the pod's volume must have a nodePublishSecretRef. For workload identity write clientID and "
        + "tenantID. [access-mode-missing]")]
    public async Task One_finding_names_the_mistake_at_its_line_and_what_to_do(string name, string expected)
    {
        var (status, output) = await ToolRun.RunAsync("", "check", Case(name + ".yaml"));

        Assert.Equal(1, status);
        var finding = Assert.Single(
            output.Split('\n'), line => line.EndsWith(']') && line.StartsWith(Case(name), StringComparison.Ordinal));
        Assert.Equal(Case(name + ".yaml:") + expected, finding);
    }

    [Theory]
    [InlineData("usePodIdentity: \"true\"")]
    [InlineData("useVMManagedIdentity: \"t\"")]
    public async Task A_tenant_that_no_call_is_made_to_may_have_any_name(string mode)
    {
        var text = (await File.ReadAllTextAsync(Case("tenant-bad.yaml"), Patience.Limit))
            .Replace("clientID: 22222222-2222-2222-2222-222222222222", mode, StringComparison.Ordinal);

        Assert.Equal(0, (await ToolRun.RunAsync(text, "check", "-")).Status);
    }

    [Fact]
    public async Task The_standard_input_is_read_like_a_file()
    {
        var latin = await File.ReadAllBytesAsync(Case("latin1.yaml"), Patience.Limit);
        var wide = Encoding.Unicode.GetPreamble()
            .Concat(Encoding.Unicode.GetBytes(await File.ReadAllTextAsync(Case("pod-1.yaml"), Patience.Limit)));

        Assert.StartsWith(
            "-:4:10: error: file: is not UTF-8 text: it has the byte 0xE9.",
            (await ToolRun.RunAsync(latin, "check", "-")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await ToolRun.RunAsync([.. wide], "check", "-")).Status);
    }

    [Fact]
    public async Task Two_mistakes_in_two_entries_are_two_findings()
    {
        var text = (await File.ReadAllTextAsync(Case("alias-no-blank.yaml"), Patience.Limit))
            .Replace("objectType: secret\n        - |", "objectType: \"secret\n        - |", StringComparison.Ordinal);

        var (_, output) = await ToolRun.RunAsync(text, "check", "-");

        Assert.Equal(
            ["-:15:23: error: spec.parameters.objects[0]", "-:19:11: error: spec.parameters.objects[1]"],
            output.Split('\n').Where(line => line.StartsWith('-')).Select(line => line[..line.IndexOf("]: ",
                StringComparison.Ordinal)] + ']'));
    }

    [Fact]
    public async Task Of_several_json_objects_in_one_file_each_is_checked_at_its_line()
    {
        var good = await File.ReadAllTextAsync(Case("json-concat.json"), Patience.Limit);
        var bad = good.Replace("\"usePodIdentity\":\"true\"", "\"usePodIdentity\":true", StringComparison.Ordinal);

        var (status, output) = await ToolRun.RunAsync(good + bad, "check", "-");

        Assert.Equal(1, status);
        Assert.Contains("-: web mounts from", output, StringComparison.Ordinal);
        Assert.Contains("-:4:", output, StringComparison.Ordinal);
    }

    private static string Case(string name) =>
        Path.Combine(Repository.Root, "Provider.Tests", "Checking", "Cases", "broken", name);
}
