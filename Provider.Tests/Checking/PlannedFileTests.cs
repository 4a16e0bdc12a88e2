using System.Text.Json;

namespace Provider.Tests.Checking;

/// <summary>What <c>check</c> shows of a class without mistakes: every file, its vault and its access mode.</summary>
public sealed class PlannedFileTests
{
    private static readonly string Good =
        Path.Combine(Repository.Root, "Provider.Tests", "Checking", "Manifests", "good.yaml");

    [Fact]
    public async Task A_good_class_is_reported_as_what_it_would_mount()
    {
        var (status, output) = await ToolRun.RunAsync("", "check", Good);

        Assert.Equal(0, status);
        Assert.Equal(
            [
                $"{Good}: shop/shop-secrets mounts from https://shop.vault.azure.net/ by pod-identity:",
                "  database/password  0600  secret/database-password, latest version",
                "  shop-certificate   0644  secret/shop-certificate, latest version",
            ],
            Lines(output));
    }

    [Fact]
    public async Task Every_file_is_listed_those_of_fields_and_of_metadata_too()
    {
        var (_, output) = await ToolRun.RunAsync(
            Class("AzurePublicCloud", """
                      - objectName: database
                        objectType: secret
                        keyvaultName: shared
                        jmesPath:
                          - {path: user, objectAlias: database/user}
                          - {path: password, objectAlias: database/password, filePermission: "0400"}
                        metadataAlias: versions.json
                      - objectName: web
                        objectType: cert
                        metadataAlias: versions.json
                """),
            "check", "-");

        Assert.Equal(
            [
                "-: demo/shop mounts from https://demo.vault.azure.net/ by pod-identity:",
                "  database/user      0644  secret/database, latest version, field user, of vault shared",
                "  database/password  0400  secret/database, latest version, field password, of vault shared",
                "  web                0644  cert/web, latest version",
                "  versions.json      0644  metadata",
            ],
            Lines(output));
    }

    [Fact]
    public async Task A_vault_whose_host_is_in_the_clouds_file_is_shown_by_its_name()
    {
        var manifest = Class("AzureStackCloud", "      - {objectName: a, objectType: secret}");

        var (_, text) = await ToolRun.RunAsync(manifest, "check", "-");
        var (_, json) = await ToolRun.RunAsync(manifest, "check", "-", "--output", "json");

        Assert.StartsWith(
            "-: demo/shop mounts from vault demo of AzureStackCloud by pod-identity:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("invalid", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_shows_the_files_of_a_good_class()
    {
        var (_, output) = await ToolRun.RunAsync("", "check", Good, "--output", "json");

        using var json = JsonDocument.Parse(output);
        var one = Assert.Single(json.RootElement[0].GetProperty("classes").EnumerateArray());
        Assert.Equal(
            ["database/password", "shop-certificate"], one.GetProperty("files").EnumerateArray()
                .Select(file => file.GetProperty("path").GetString()));
    }

    private static string Class(string cloud, string objects) =>
        "apiVersion: secrets-store.csi.x-k8s.io/v1\nkind: SecretProviderClass\n"
            + "metadata: {name: shop, namespace: demo}\nspec:\n  provider: azure\n  parameters:\n"
            + $"    keyvaultName: demo\n    usePodIdentity: \"true\"\n    cloudName: {cloud}\n"
            + $"    objects: |\n{objects}\n";

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
