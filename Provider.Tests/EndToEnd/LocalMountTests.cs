using Provider.Sandbox.Cloud.Entra;
using Provider.Sandbox.Cloud.Imds;
using Provider.Sandbox.Driver;

namespace Provider.Tests.EndToEnd;

/// <summary><c>provider mount</c> as a process, with each of its credentials, against the stand-in cloud.</summary>
public sealed class LocalMountTests
{
    private const string AzureCli = "--credential=azure-cli";
    private const string PodIdentity = "usePodIdentity: \"true\"";

    [Fact]
    public async Task The_azure_clis_login_mounts_a_class_of_any_access_mode_and_shows_a_table_without_values()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.LogIn();
        var version = stage.Vault.SetSecret("password", "canary-value");
        stage.Vault.SetSecret("other", "2");

        var run =
            await stage.RunAsync("mount", stage.Class(PodIdentity, "password", "other=sub/other.txt"), "--target",
                stage.Target, AzureCli);

        Assert.True(run.Status == 0, run.Error);
        Assert.Equal(
            "canary-value", await File.ReadAllTextAsync(Path.Combine(stage.Target, "password"), Patience.Limit));
        Assert.Equal("2", await File.ReadAllTextAsync(Path.Combine(stage.Target, "sub/other.txt"), Patience.Limit));
        Assert.Matches(
            @"^FILE +MODE +SIZE +OBJECT +VERSION\npassword +0644 +12 +secret/password +" + version
            + @"\nsub/other\.txt +0644 +1 +secret/other +[0-9a-f]{32}\n$", run.Output);
        Assert.Matches(
            @"asking for a token by azure-cli\nreading 2 objects of https://demo\.vault\.azure\.net/\n"
            + @"writing .+\n2 files written to ",
            run.Error);
        Assert.DoesNotContain("canary", run.Output + run.Error, StringComparison.Ordinal);
        var asked = await File.ReadAllTextAsync(stage.PathOf("az.log"), Patience.Limit);
        Assert.Equal(
            $"account get-access-token --output json --resource https://vault.azure.net --tenant "
            + $"{LocalMountStage.Tenant}", asked.Trim());
    }

    [Fact]
    public async Task A_second_mount_of_the_same_writes_nothing_and_one_of_something_else_replaces_it()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.LogIn();
        stage.Vault.SetSecret("one", "1");
        string[] arguments = ["mount", stage.Class(PodIdentity, "one"), "--target", stage.Target, AzureCli, "--json"];
        await stage.RunAsync(arguments);
        var link = File.ResolveLinkTarget(Path.Combine(stage.Target, "..data"), returnFinalTarget: false)!.Name;

        var again = await stage.RunAsync(arguments);
        Assert.Equal(
            link, File.ResolveLinkTarget(Path.Combine(stage.Target, "..data"), returnFinalTarget: false)!.Name);
        stage.Vault.SetSecret("one", "changed");
        var changed = await stage.RunAsync(arguments);

        Assert.False(again.Json.GetProperty("written").GetBoolean());
        Assert.True(changed.Json.GetProperty("written").GetBoolean());
        Assert.Equal("changed", await File.ReadAllTextAsync(Path.Combine(stage.Target, "one"), Patience.Limit));
        Assert.Equal(7, Assert.Single(changed.Json.GetProperty("files").EnumerateArray().ToList()).GetProperty("size")
            .GetInt32());
    }

    [Fact]
    public async Task A_class_with_the_machines_identity_uses_it()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.Cloud.Imds.SystemAssigned = new VmIdentity("client-1", "object-1", "/resource-1");
        stage.Vault.SetSecret("one", "1");

        var run = await stage.RunAsync(
            "mount", stage.Class("useVMManagedIdentity: \"true\"", "one"), "--target", stage.Target);

        Assert.True(run.Status == 0, run.Error);
        Assert.Contains(stage.Cloud.Calls.All, call => call is { Service: "imds", Status: 200 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_principals_secret_comes_by_the_environment_or_a_file(bool byFile)
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.Cloud.Entra[LocalMountStage.Tenant][LocalMountStage.ClientId].AddSecret("canary-secret");
        stage.Vault.SetSecret("one", "1");
        stage.Environment["AZURE_CLIENT_ID"] = LocalMountStage.ClientId;
        stage.Environment["AZURE_CLIENT_SECRET"] = byFile ? "wrong" : "canary-secret";
        string[] file = byFile ? ["--client-secret-file", stage.Write("secret", "canary-secret\n")] : [];

        var run = await stage.RunAsync(
            ["mount", stage.Class(PodIdentity, "one"), "--target", stage.Target, "--credential", "service-principal",
                .. file]);

        Assert.True(run.Status == 0, run.Error);
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(stage.Target, "one"), Patience.Limit));
    }

    [Fact]
    public async Task A_class_with_workload_identity_uses_the_token_of_the_environments_file()
    {
        await using var stage = await LocalMountStage.StartAsync();
        const string Issuer = "https://issuer.example/";
        stage.Cloud.Entra[LocalMountStage.Tenant][LocalMountStage.ClientId].Trust(
            new FederatedCredential(Issuer, ClusterIssuer.SubjectOf("shop", "app")));
        stage.Vault.SetSecret("one", "1");
        stage.Environment["AZURE_FEDERATED_TOKEN_FILE"] =
            stage.Write("token",
                new ClusterIssuer(Issuer, TimeProvider.System).Issue("shop", "app", "api://AzureADTokenExchange").Text);

        var run = await stage.RunAsync(
            "mount", stage.Class("clientID: " + LocalMountStage.ClientId, "one"), "--target", stage.Target);

        Assert.True(run.Status == 0, run.Error);
        Assert.Contains(
            stage.Cloud.Calls.All, call => call.Service == "entra" && call.Form.ContainsKey("client_assertion"));
    }

    [Fact]
    public async Task A_dry_run_makes_no_call_and_writes_nothing()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.LogIn();

        var run =
            await stage.RunAsync("mount", stage.Class(PodIdentity, "one", "two=sub/two"), "--target", stage.Target,
                AzureCli, "--dry-run");

        Assert.True(run.Status == 0, run.Error);
        Assert.Matches(
            @"^FILE +MODE +OBJECT +VERSION\none +0644 +secret/one +latest\nsub/two +0644 +secret/two +latest\n$",
            run.Output);
        Assert.Empty(stage.Cloud.Calls.All);
        Assert.Equal(0, stage.Cloud.Connections);
        Assert.False(Path.Exists(stage.PathOf("az.log")));
        Assert.False(Path.Exists(stage.Target));
    }

    [Fact]
    public async Task One_class_of_several_is_chosen_by_name()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.LogIn();
        var file = stage.Write(
            "all.yaml", LocalMountStage.ClassText("first", PodIdentity, "a") + "---\n"
                + LocalMountStage.ClassText("second", PodIdentity, "b"));
        string[] arguments = ["mount", file, "--target", stage.Target, AzureCli, "--dry-run"];

        var unnamed = await stage.RunAsync(arguments);
        var unknown = await stage.RunAsync([.. arguments, "--name=third"]);
        var named = await stage.RunAsync([.. arguments, "--name=second"]);

        Assert.Equal((2, 2, 0), (unnamed.Status, unknown.Status, named.Status));
        Assert.Contains("choose by --name out of first, second", unnamed.Error, StringComparison.Ordinal);
        Assert.Contains(
            "holds no SecretProviderClass \"third\"; there are first, second", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("secret/b", named.Output, StringComparison.Ordinal);
    }
}
