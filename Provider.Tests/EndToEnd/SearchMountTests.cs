using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Tests.Parameters;

namespace Provider.Tests.EndToEnd;

/// <summary>Many objects by name and tags, over the socket.</summary>
public sealed class SearchMountTests
{
    private static readonly string AllApps = ValidRequest.Entries(
        "find:\n  name: app-*\n  tags: {app: shop}\nobjectType: secret\nobjectAlias: config/{name|upper|underscore}");

    public static TheoryData<string> Both => Stage.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Each_object_that_matches_is_a_file(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        Fill(stage, "app-one", "app-two", "other");
        stage.Vault.SetSecret("app-untagged", "x");
        stage.Vault.SetSecret("app-off", "x");
        stage.Vault.Tag("secrets", "app-off", ("app", "shop"));
        stage.Vault.Disable("secrets", "app-off", stage.Vault.Find("secrets", "app-off")![^1].Id);
        stage.Vault.SetCertificateSecret("app-certificate", "x", "application/x-pem-file");
        stage.Vault.Tag("secrets", "app-certificate", ("app", "shop"));

        var volume = await stage.MountAsync(AllApps);

        Assert.Equal(
            [("config/APP_ONE", "value of app-one"), ("config/APP_TWO", "value of app-two")],
            volume.Files.Select(file => (file.Key, file.Value.Text)));
        Assert.Equal(["secret/app-one", "secret/app-two"], volume.Versions.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["/secrets", "/secrets/app-one", "/secrets/app-two"], Paths(stage));
    }

    [Fact]
    public async Task Every_search_of_a_class_takes_one_list_of_all_pages()
    {
        await using var stage = await Stage.StartAsync("here");
        Fill(stage, [.. Enumerable.Range(0, 60).Select(i => $"app-{i}")]);

        var volume = await stage.MountAsync(ValidRequest.Entries(
            "find: {name: app-1*}\nobjectType: secret",
            "find: {regexp: app-2.}\nobjectType: secret\nobjectAlias: two/{name}",
            "objectName: app-1\nobjectType: secret\nobjectAlias: single"));

        Assert.Equal(11 + 10 + 1, volume.Files.Count);
        Assert.Equal(3, Paths(stage).Count(path => path == "/secrets"));
        Assert.Equal(3 + 11 + 10, stage.Cloud.Calls.Count("vault"));
    }

    [Fact]
    public async Task Remounts_share_a_list_as_they_share_reads()
    {
        await using var stage = await Stage.StartAsync("here", "--rotation-cache-ttl=1m");
        Fill(stage, "app-one");

        await stage.MountAsync(AllApps);
        await stage.MountAsync(AllApps);

        Assert.Equal(2, stage.Cloud.Calls.Count("vault"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task More_objects_than_the_entry_allows_are_an_error_with_their_number(string kind)
    {
        await using var stage = await Stage.StartAsync(kind);
        Fill(stage, [.. Enumerable.Range(0, 10_000).Select(i => $"app-{i}")]);
        stage.Cloud.Vaults.PageSize = 1000;

        var status = await stage.FailAsync(AllApps);

        Assert.Equal(StatusCode.FailedPrecondition, status.StatusCode);
        Assert.Equal(
            "too-many-objects: objects[0] \"app-*\" (secret): 10000 objects of demo.vault.azure.net match, more "
                + "than maxObjects, 100. "
            + "Narrow find of the entry, or raise its maxObjects, up to 2000.",
            status.Detail);
        Assert.Equal(10, stage.Cloud.Calls.Count("vault"));
    }

    [Fact]
    public async Task A_vault_with_more_objects_than_are_listed_is_an_error()
    {
        await using var stage = await Stage.StartAsync("here");
        Fill(stage, [.. Enumerable.Range(0, 10_001).Select(i => $"app-{i}")]);
        stage.Cloud.Vaults.PageSize = 1000;

        Assert.StartsWith(
            "too-many-objects: objects[0] \"app-*\" (secret): demo.vault.azure.net has more than 10000 secrets. ",
            (await stage.FailAsync(AllApps)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_list_permission_the_error_says_so()
    {
        await using var stage = await Stage.StartAsync("here");
        Fill(stage, "app-one");
        stage.Cloud.Faults.Add(call => call.Path.TrimEnd('/') == "/secrets",
            Fault.Of(VaultErrors.Forbidden(stage.Vault, "secrets", Stage.ClientId, Refusal.AccessDenied)));

        var status = await stage.FailAsync(AllApps);

        Assert.Equal(StatusCode.PermissionDenied, status.StatusCode);
        Assert.Contains("no list permission for secrets", status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_that_matches_is_an_error_unless_the_entry_is_optional()
    {
        await using var stage = await Stage.StartAsync("here");
        Fill(stage, "other");

        Assert.StartsWith(
            "object-not-found: objects[0] \"app-*\" (secret): no object of demo.vault.azure.net matches. ",
            (await stage.FailAsync(AllApps)).Detail, StringComparison.Ordinal);
        Assert.StartsWith(
            "object-not-found: demo.vault.azure.net has none of the objects",
            (await stage.FailAsync(ValidRequest.Entries("find: {name: app-*}\nobjectType: secret\noptional: true")))
                .Detail, StringComparison.Ordinal);
        Assert.Single((await stage.MountAsync(ValidRequest.Entries(
            "find: {name: app-*}\nobjectType: secret\noptional: true", "objectName: other\nobjectType: secret")))
                .Files);
    }

    [Fact]
    public async Task Two_objects_with_one_path_collide()
    {
        await using var stage = await Stage.StartAsync("here");
        Fill(stage, "app-one", "app-two");

        var status = await stage.FailAsync(ValidRequest.Entries(
            "find: {name: app-*}\nobjectType: secret\nobjectAlias: a/{name}",
            "objectName: app-one\nobjectType: secret\nobjectAlias: a/app-two"));

        Assert.StartsWith("path-invalid: ", status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"value\":[{\"id\":\"https://demo.vault.azure.net/secrets/..\"}]}")]
    [InlineData("{\"value\":[{\"id\":\"https://demo.vault.azure.net/keys/a\"}]}")]
    [InlineData("{\"value\":[null]}")]
    [InlineData("{\"value\":[],\"nextLink\":\"https://evil.vault.azure.net/secrets\"}")]
    public async Task What_is_not_a_list_of_objects_fails_the_mount(string body)
    {
        await using var stage = await Stage.StartAsync("here");
        Fill(stage, "app-one");
        stage.Cloud.Faults.Add("vault", new Fault.Respond(200, Body: body));

        Assert.StartsWith("vault-failed: ", (await stage.FailAsync(AllApps)).Detail, StringComparison.Ordinal);
    }

    private static void Fill(Stage stage, params string[] names)
    {
        foreach (var name in names)
        {
            stage.Vault.SetSecret(name, "value of " + name);
            stage.Vault.Tag("secrets", name, ("app", "shop"));
        }
    }

    private static List<string> Paths(Stage stage) =>
        [.. stage.Cloud.Calls.All.Where(call => call.Service == "vault").Select(call => call.Path.TrimEnd('/'))
            .Order(StringComparer.Ordinal)];
}
