using Provider.Model;

namespace Provider.Tests.Parameters;

public sealed class AccessModeReaderTests
{
    private const string Id = "11111111-1111-1111-1111-111111111111";
    private const string Tokens = """
        {"vault":7,"api://AzureADTokenExchange":{"token":"exchange","expirationTimestamp":"2026-01-02T03:04:05Z"},"api://AKSIdentityBinding":{"token":"binding"}}
        """;

    [Fact]
    public void Pod_identity_needs_neither_tenant_nor_client_id() =>
        Assert.IsType<AccessMode.PodIdentity>(new ValidRequest().Plan().Access);

    [Theory]
    [InlineData(null)]
    [InlineData(Id)]
    [InlineData("/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i")]
    [InlineData("/SUBSCRIPTIONS/s/resourcegroups/g/providers/microsoft.managedidentity/userassignedidentities/i")]
    public void The_nodes_identity_may_be_named_by_an_id_or_by_its_resource(string? id)
    {
        var request = new ValidRequest().Without("usePodIdentity").With("useVMManagedIdentity", "true");

        Assert.Equal(new AccessMode.VmIdentity(id),
            (id is null ? request : request.With("userAssignedIdentityID", $" {id} ")).Plan().Access);
    }

    [Theory]
    [InlineData("my-identity")]
    [InlineData("/subscriptions/s/resourceGroups/g")]
    [InlineData("11111111-1111-1111-1111-111111111111&client_id=2")]
    public void A_text_that_is_not_an_identity_id_is_refused_before_imds_is_called(string id)
    {
        var problem = new ValidRequest().Without("usePodIdentity").With("useVMManagedIdentity", "true")
            .With("userAssignedIdentityID", id).Problem();

        Assert.StartsWith($"userAssignedIdentityID: {Quoted.Text(id)} is not a valid id of a managed identity. ",
            problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_token_proxy_needs_a_client_id() =>
        Assert.Equal("clientID", new ValidRequest().WithoutAccess().With("useAzureTokenProxy", "1").WithTokens(Tokens)
            .Problem().Place.Parameter);

    [Theory]
    [InlineData("usePodIdentity")]
    [InlineData("useVMManagedIdentity")]
    public void A_client_id_beside_another_mode_is_ignored_with_a_hint(string flag)
    {
        var plan = new ValidRequest().Without("usePodIdentity").With(flag, "true").With("clientID", Id).Plan();

        Assert.Equal($"clientID is ignored because {flag} is true. Remove it.", Assert.Single(plan.Hints).ToString());
    }

    [Theory]
    [InlineData("""{"clientid":" a ","clientsecret":"\tb\n"}""")]
    [InlineData("""{"ClientId":"a","CLIENTSECRET":"b","other":"x"}""")]
    [InlineData("""{"clientid":"a","clientsecret":"b","csi.storage.k8s.io/serviceAccount.tokens":"{}"}""")]
    public void A_service_principal_comes_from_secrets_with_keys_in_any_case(string secrets)
    {
        var access =
            Assert.IsType<AccessMode.ServicePrincipal>(new ValidRequest().WithoutAccess().WithSecrets(secrets)
                .Plan().Access);

        Assert.Equal(("a", "b"), (access.ClientId, access.ClientSecret.Reveal()));
        Assert.DoesNotContain("\"b\"", access.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"clientid":"canary"}""", "nodePublishSecretRef: the key clientsecret is missing")]
    [InlineData("""{"clientid":"","clientsecret":"canary"}""", "nodePublishSecretRef: the key clientid is empty")]
    [InlineData("""{"clientid":"a","ClientID":"canary","clientsecret":"b"}""",
        "nodePublishSecretRef: the keys clientid and ClientID differ only by case")]
    public void A_secret_that_is_not_service_principal_says_which_key(string secrets, string message)
    {
        var problem = new ValidRequest().WithoutAccess().WithSecrets(secrets).Problem();

        Assert.Equal(ErrorCodes.NodePublishSecretInvalid, problem.Code);
        Assert.StartsWith(message, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"clientsecret":7}""")]
    [InlineData("""{"a":"canary","a":"b"}""")]
    public void Secrets_that_are_no_object_of_strings_are_refused_without_quoting_them(string secrets)
    {
        var problem = new ValidRequest().WithSecrets(secrets).Problem();

        Assert.Equal((ErrorCodes.RequestMalformed, "secrets"), (problem.Code, problem.Place.Parameter));
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "tenantID: is missing")]
    [InlineData("..", "tenantID: \"..\" is not a valid tenant")]
    [InlineData("common/oauth2", "tenantID: \"common/oauth2\" is not a valid tenant")]
    [InlineData("a?b", "tenantID: \"a?b\" is not a valid tenant")]
    [InlineData("evil.example:1", "tenantID: \"evil.example:1\" is not a valid tenant")]
    public void The_tenant_is_checked_where_entra_is_asked_and_only_there(string? tenant, string message)
    {
        var principal = new ValidRequest().WithoutAccess().WithSecrets("""{"clientid":"a","clientsecret":"b"}""")
            .Without("tenantID");
        var pod = new ValidRequest();

        Assert.StartsWith(message, (tenant is null ? principal : principal.With("tenantID", tenant)).Problem()
            .ToString(), StringComparison.Ordinal);
        Assert.Empty((tenant is null ? pod : pod.With("tenantID", tenant)).Read().Problems);
    }

    [Fact]
    public void Problems_of_access_cloud_and_entries_are_reported_together()
    {
        var reading = new ValidRequest().WithoutAccess().With("tenantID", "?").With("cloudName", "Moon")
            .With("clientID", Id)
            .WithField("filePermission: 9").Read();

        Assert.Equal(["cloudName", "clientID", "tenantID", "objects[0] \"secret1\" filePermission"],
            reading.Problems.Select(problem => problem.Place.ToString()));
    }
}
