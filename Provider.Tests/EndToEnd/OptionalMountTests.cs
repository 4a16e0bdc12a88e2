using Grpc.Core;
using Provider.Protocol;
using Provider.Sandbox.Cloud;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>Objects that may be missing, over the socket.</summary>
public sealed class OptionalMountTests
{
    private static readonly string Optional = ValidRequest.Entries(
        "objectName: one\nobjectType: secret",
        "objectName: two\nobjectType: secret\noptional: true",
        "objectName: three\nobjectType: secret\ndefault: \"a text \"\nobjectAlias: three.txt");

    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Without_its_object_a_file_is_left_out_or_holds_the_default(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        stage.Vault.SetSecret("one", "1");

        var volume = await stage.MountAsync(Optional);

        Assert.Equal([("one", "1"), ("three.txt", "a text ")],
            volume.Files.Select(file => (file.Key, file.Value.Text)));
        Assert.Equal(["secret/one", "secret/three#three.txt"], volume.Versions.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("default-", volume.Versions["secret/three#three.txt"], StringComparison.Ordinal);
        Assert.Equal(3, stage.Cloud.Calls.Count("vault"));
    }

    [Fact]
    public async Task It_is_logged_once_and_counted_each_time()
    {
        await using var stage = await Stage.StartAsync("binary");
        stage.Vault.SetSecret("one", "1");

        await stage.MountAsync(Optional);
        await stage.MountAsync(Optional);

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync($"http://127.0.0.1:{stage.Provider.MetricsPort}/metrics",
            Patience.Limit);
        Assert.Matches("azure_keyvault_provider_reads_total\\{[^}]*source=\"absent\"[^}]*\\} 4\n", metrics);
        await stage.Provider.StopAsync();
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(stage.Provider.Output, "so its file is left out"));
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(stage.Provider.Output,
            "so its file holds the default of the class"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_file_that_was_mounted_is_never_removed_or_replaced_by_a_default(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        foreach (var name in new[] { "one", "two", "three" })
        {
            stage.Vault.SetSecret(name, "value of " + name);
        }

        Assert.Equal(3, (await stage.MountAsync(Optional)).Files.Count);
        stage.Vault.Delete("secrets", "two");
        stage.Vault.Delete("secrets", "three");

        var status = await stage.FailAsync(Optional);

        Assert.Equal(StatusCode.NotFound, status.StatusCode);
        Assert.StartsWith(
            "object-not-found: objects[1] \"two\" (secret): the vault does not have it any more, "
            + "and its file is in the volume, where it stays. ",
            status.Detail, StringComparison.Ordinal);
        Assert.EndsWith("1 more failed: objects[2] \"three\" (object-not-found)", status.Detail,
            StringComparison.Ordinal);
        stage.Vault.SetSecret("two", "again");
        stage.Vault.SetSecret("three", "again");
        Assert.Equal("again", (await stage.MountAsync(Optional)).Files["two"].Text);
    }

    [Fact]
    public async Task After_a_restart_the_versions_that_the_driver_sends_show_what_was_mounted()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        var request = stage.Request(Optional);
        request.CurrentObjectVersion.Add(new ObjectVersion { Id = "secret/two", Version = "0123" });
        request.CurrentObjectVersion.Add(new ObjectVersion { Id = "secret/three#three.txt", Version = "default-0123" });

        var status = await stage.FailAsync(request);

        Assert.StartsWith("object-not-found: objects[1] \"two\"", status.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("more failed", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_volume_without_any_file_fails()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("other", "1");

        var status = await stage.FailAsync(ValidRequest.Entries("objectName: a\nobjectType: secret\noptional: true"));

        Assert.Equal(StatusCode.NotFound, status.StatusCode);
        Assert.StartsWith(
            "object-not-found: demo.vault.azure.net has none of the objects, which are all optional. ", status.Detail,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "Forbidden", "vault-forbidden")]
    [InlineData(400, "BadParameter", "vault-failed")]
    [InlineData(404, null, "vault-failed")]
    public async Task Nothing_but_the_vaults_own_404_leaves_a_file_out(int code, string? word, string reported)
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");
        var body = word is null ? "<html>proxy</html>" : $$$"""{"error":{"code":"{{{word}}}","message":""}}""";
        stage.Cloud.Faults.Add(call => call.Path.Contains("two", StringComparison.Ordinal),
            new Fault.Respond(code, Body: body));

        var status = await stage.FailAsync(Optional);

        Assert.StartsWith($"{reported}: objects[1] \"two\" (secret): ", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_field_of_an_object_that_is_there_is_an_error()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "{}");

        var status = await stage.FailAsync(
            ValidRequest.Entries("objectName: one\nobjectType: secret\njsonKey: a\noptional: true"));

        Assert.StartsWith("field-not-found: ", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_of_an_object_that_is_not_there_is_left_out()
    {
        await using var stage = await Stage.StartAsync("here");
        stage.Vault.SetSecret("one", "1");

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "objectName: one\nobjectType: secret",
                "objectName: two\nobjectType: secret\nobjectVersionHistory: 3\noptional: \"1\""));

        Assert.Equal(["one"], volume.Files.Keys);
    }
}
