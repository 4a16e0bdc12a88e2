using Provider.Model;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

public sealed class PlanReaderTests
{
    [Fact]
    public void A_valid_request_becomes_a_plan()
    {
        var plan = new ValidRequest().With("tenantID", " 72f988bf-86f1-41af-91ab-2d7cd011db47 ").Plan();

        Assert.Equal(new PodReference("shop", "app-0", "1d3e0c4a-0000-4000-8000-000000000001", "app"), plan.Pod);
        Assert.Equal("shop-secrets", plan.SecretProviderClass);
        Assert.Equal(new Uri("https://demo.vault.azure.net/"), plan.Vault);
        Assert.Equal("72f988bf-86f1-41af-91ab-2d7cd011db47", plan.Tenant);
        Assert.IsType<AccessMode.PodIdentity>(plan.Access);
        Assert.Single(plan.Entries);
    }

    [Theory]
    [InlineData("KEYVAULTNAME")]
    [InlineData("keyVaultName")]
    public void Parameter_names_match_in_any_case(string name)
    {
        Assert.Equal("other", new ValidRequest().Without("keyvaultName").With(name, "other").Plan().VaultName);
    }

    [Fact]
    public void The_documented_spelling_wins_over_another()
    {
        Assert.Equal("demo", new ValidRequest().With("keyVaultName", "other").With("KeyvaultName", "third")
            .Plan().VaultName);
    }

    [Theory]
    [InlineData("tenantID")]
    [InlineData("tenantId")]
    public void The_tenant_may_be_spelled_in_both_documented_ways(string name)
    {
        Assert.Equal("contoso.example", new ValidRequest().With(name, "contoso.example").Plan().Tenant);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("abcdefghijklmnopqrstuvwxy")]
    [InlineData("demo.vault.azure.net")]
    [InlineData("demo/secrets")]
    [InlineData("demo@evil")]
    [InlineData("démo")]
    [InlineData("demo\u0000")]
    public void A_vault_name_that_no_vault_can_have_is_refused(string name)
    {
        var problem = new ValidRequest().With("keyvaultName", name).Problem();

        Assert.Equal(ErrorCodes.ParameterInvalid, problem.Code);
        Assert.StartsWith("keyvaultName: ", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(Quoted.Text(name), problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keyvaultName")]
    [InlineData("objects")]
    public void A_required_parameter_that_is_absent_or_blank_is_named(string name)
    {
        Assert.Equal($"{name}: is missing", new ValidRequest().Without(name).Problem().ToString().Split('.')[0]);
        Assert.Equal($"{name}: is missing", new ValidRequest().With(name, "  ").Problem().ToString().Split('.')[0]);
    }

    [Theory]
    [InlineData("AzureUSGovernment", "https://demo.vault.usgovcloudapi.net/")]
    [InlineData("azureusgovernmentcloud", "https://demo.vault.usgovcloudapi.net/")]
    [InlineData("AzureChinaCloud", "https://demo.vault.azure.cn/")]
    [InlineData("AZUREGERMANCLOUD", "https://demo.vault.microsoftazure.de/")]
    [InlineData("AzureCloud", "https://demo.vault.azure.net/")]
    public void The_cloud_decides_the_vaults_suffix(string cloud, string vault)
    {
        Assert.Equal(new Uri(vault), new ValidRequest().With("cloudName", cloud).Plan().Vault);
    }

    [Fact]
    public void An_unknown_cloud_is_refused_with_the_known_ones()
    {
        var problem = new ValidRequest().With("cloudName", "AzureMoonCloud").Problem();

        Assert.Equal("cloudName: \"AzureMoonCloud\" is not a valid cloud name", problem.ToString().Split('.')[0]);
        Assert.Contains("AzureChinaCloud", problem.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("usePodIdentity", "yes")]
    [InlineData("usePodIdentity", "tRUE")]
    [InlineData("useVMManagedIdentity", "on")]
    [InlineData("useVMManagedIdentity", "no")]
    public void A_flag_that_is_neither_true_nor_false_is_the_only_problem(string name, string value)
    {
        var problem = new ValidRequest().With(name, value).Problem();

        Assert.Equal($"{name}: \"{value}\" is neither true nor false", problem.ToString().Split('.')[0]);
    }

    [Fact]
    public void Two_access_modes_at_once_are_refused()
    {
        var problem = new ValidRequest().With("useVMManagedIdentity", "1").Read().Problems[0];

        Assert.Equal("useVMManagedIdentity: cannot be combined with usePodIdentity", problem.ToString().Split('.')[0]);
    }

    [Theory]
    [InlineData("csi.storage.k8s.io/pod.name")]
    [InlineData("csi.storage.k8s.io/pod.namespace")]
    public void A_request_without_kubelets_keys_is_refused(string key)
    {
        Assert.Equal(ErrorCodes.RequestMalformed, new ValidRequest().Without(key).Problem().Code);
    }

    [Fact]
    public void A_tenants_spelling_of_kubelets_key_does_not_stand_in_for_it()
    {
        var reading = new ValidRequest().Without("csi.storage.k8s.io/pod.name")
            .With("CSI.storage.k8s.io/pod.name", "victim").Read();

        Assert.Equal("csi.storage.k8s.io/pod.name", Assert.Single(reading.Problems).Place.Parameter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"secret-canary\":")]
    public void Attributes_that_are_no_object_of_strings_are_refused_without_quoting_them(string json)
    {
        var error = Assert.Throws<MountException>(
            () => new PlanReader("AzurePublicCloud").Read(new MountInput(json, "null", "/t", "420")));

        Assert.Equal(ErrorCodes.RequestMalformed, error.Code);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("512")]
    [InlineData("0644x")]
    [InlineData("-1")]
    [InlineData("")]
    public void A_volume_permission_that_is_not_mode_is_refused(string permission)
    {
        Assert.Equal(ErrorCodes.RequestMalformed, new ValidRequest().WithPermission(permission).Problem().Code);
    }

    [Fact]
    public void All_problems_of_a_request_are_reported_together_each_with_its_place()
    {
        var reading = new ValidRequest()
            .With("keyvaultName", "x")
            .WithEntries(
                "objectName: good\nobjectType: secret",
                "objectName: bad name\nobjectType: secrets\nfilePermission: \"0888\"",
                "objectType: secret\nobjectAlias: ../up")
            .Read();

        Assert.Null(reading.Plan);
        Assert.Equal(
            [
                "keyvaultName",
                "objects[1] \"bad name\" objectName",
                "objects[1] \"bad name\" objectType",
                "objects[1] \"bad name\" filePermission",
                "objects[2] objectName",
                "objects[2] objectAlias",
            ],
            reading.Problems.Select(problem => problem.Place.ToString()));
        var message = Assert.Throws<MountException>(reading.OrThrow).Message;
        Assert.StartsWith("parameter-invalid: 6 problems. (1) keyvaultName: ", message, StringComparison.Ordinal);
        Assert.Contains("(6) objects[2] objectAlias: ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_with_very_many_problems_stays_readable()
    {
        var entries = Enumerable.Range(0, 500).Select(i => $"objectName: bad name {i}\nobjectType: secret").ToArray();

        var error = Assert.Throws<MountException>(() => new ValidRequest().WithEntries(entries).Plan());

        Assert.EndsWith("objects: has 400 more problems. Correct the others first.", error.Message,
            StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 1, 17 * 1024);
    }
}
