using Provider.Sandbox.Cloud;

namespace Provider.Tests.EndToEnd;

/// <summary>Failures of <c>provider-tool mount</c>: before any call where possible, the directory unchanged.</summary>
public sealed class LocalMountFailureTests
{
    private const string AzureCli = "--credential=azure-cli";
    private const string PodIdentity = "usePodIdentity: \"true\"";

    [Theory]
    [InlineData(PodIdentity,
        "the class asks for pod-identity, which is only available to a pod on a cluster's node. Choose another with "
        + "--credential: azure-cli,")]
    [InlineData("useAzureTokenProxy: \"true\"\n    clientID: " + LocalMountStage.ClientId,
        "the class asks for token-proxy")]
    [InlineData("clientID: " + LocalMountStage.ClientId, "AZURE_FEDERATED_TOKEN_FILE is not set")]
    [InlineData("", "AZURE_CLIENT_ID is not set")]
    public async Task A_credential_that_cannot_work_here_is_reported_before_any_call(string access, string message)
    {
        await using var stage = await LocalMountStage.StartAsync();

        var run = await stage.RunAsync("mount", stage.Class(access, "one"), "--target", stage.Target);

        Assert.Equal(1, run.Status);
        Assert.Contains("credential-unavailable: " + message, run.Error, StringComparison.Ordinal);
        Assert.Empty(stage.Cloud.Calls.All);
        Assert.False(Path.Exists(stage.Target));
    }

    [Fact]
    public async Task Without_a_login_of_the_azure_cli_the_error_shows_how_to_log_in()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.AzureCli("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1");

        var run = await stage.RunAsync("mount", stage.Class(PodIdentity, "one"), "--target", stage.Target, AzureCli);

        Assert.Equal(1, run.Status);
        Assert.Contains($"the Azure CLI is not logged in; run az login --tenant \"{LocalMountStage.Tenant}\"",
            run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_azure_cli_at_all_is_reported()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.Environment["PATH"] = stage.PathOf("empty");

        var run = await stage.RunAsync("mount", stage.Class(PodIdentity, "one"), "--target", stage.Target, AzureCli);

        Assert.Equal(1, run.Status);
        Assert.Contains("the Azure CLI is not installed, or az is not on PATH", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_is_reported_by_entras_number_and_never_shown()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.Cloud.Entra[LocalMountStage.Tenant][LocalMountStage.ClientId].AddSecret("right");
        stage.Environment["AZURE_CLIENT_ID"] = LocalMountStage.ClientId;
        stage.Environment["AZURE_CLIENT_SECRET"] = "canary-wrong";

        var run = await stage.RunAsync("mount", stage.Class("", "one"), "--target", stage.Target, "--json");

        Assert.Equal(1, run.Status);
        Assert.Equal("credential-refused", run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("(AADSTS7000215)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_read_leaves_the_old_content()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.LogIn();
        stage.Vault.SetSecret("one", "1");
        await stage.RunAsync("mount", stage.Class(PodIdentity, "one"), "--target", stage.Target, AzureCli);

        var run =
            await stage.RunAsync("mount", stage.Class(PodIdentity, "one", "gone"), "--target", stage.Target, AzureCli);

        Assert.Equal(1, run.Status);
        Assert.Contains("demo.vault.azure.net responded 404 SecretNotFound", run.Error, StringComparison.Ordinal);
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(stage.Target, "one"), Patience.Limit));
    }

    [Fact]
    public async Task An_interrupt_ends_it_and_leaves_the_old_content()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.LogIn();
        stage.Vault.SetSecret("one", "1");
        string[] arguments = ["mount", stage.Class(PodIdentity, "one"), "--target", stage.Target, AzureCli];
        await stage.RunAsync(arguments);
        stage.Vault.SetSecret("one", "2");
        var calls = stage.Cloud.Calls.All.Count(call => call.Service == "vault");
        stage.Cloud.Faults.Add("vault", new Fault.Respond(503));

        using var process = stage.Start(arguments);
        await stage.Cloud.Calls.WaitForAsync("vault", calls + 1, Patience.Limit);
        using var kill = System.Diagnostics.Process.Start(
            "kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        var run = await LocalMountStage.WaitForExitAsync(process);

        Assert.Equal(1, run.Status);
        Assert.Contains($"interrupted: {stage.Target} is as it was", run.Error, StringComparison.Ordinal);
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(stage.Target, "one"), Patience.Limit));
    }

    [Fact]
    public async Task Time_that_runs_out_ends_it()
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.AzureCli("exec sleep 30");

        var run = await stage.RunAsync(
            "mount", stage.Class(PodIdentity, "one"), "--target", stage.Target, AzureCli, "--timeout=1s");

        Assert.Equal(1, run.Status);
        Assert.Contains(
            "mount-timeout: the mount did not end within 1 s. Raise --timeout", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_that_is_wrong_is_reported_with_its_lines_as_check_does()
    {
        await using var stage = await LocalMountStage.StartAsync();

        var run = await stage.RunAsync(
            "mount", stage.Class("usePodIdentity: \"maybe\"", "../up"), "--target", stage.Target, "--json");

        Assert.Equal(1, run.Status);
        Assert.Contains("class.yaml:10:5: error: spec.parameters.usePodIdentity: \"maybe\" is neither true nor false",
            run.Error, StringComparison.Ordinal);
        Assert.Equal("class-invalid", run.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(stage.Cloud.Calls.All);
    }

    [Theory]
    [InlineData("mount")]
    [InlineData("mount", "class.yaml")]
    [InlineData("mount", "class.yaml", "--target=/")]
    [InlineData("mount", "class.yaml", "--target=x", "--credential=other")]
    [InlineData("mount", "class.yaml", "--target=x", "--timeout=0s")]
    [InlineData("mount", "class.yaml", "--target=x", "--client-secret=canary")]
    [InlineData("mount", "no-such-file", "--target=x")]
    public async Task A_wrong_command_line_ends_in_two(params string[] arguments)
    {
        await using var stage = await LocalMountStage.StartAsync();
        stage.Class(PodIdentity, "one");

        Assert.Equal(2, (await stage.RunAsync(arguments)).Status);
    }
}
