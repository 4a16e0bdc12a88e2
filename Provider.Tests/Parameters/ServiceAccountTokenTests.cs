using Provider.Model;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

/// <summary>Which of the service-account tokens of a request is used, and until when.</summary>
public sealed class ServiceAccountTokenTests
{
    private const string Id = "11111111-1111-1111-1111-111111111111";
    private const string Tokens = """
        {"vault":7,"api://AzureADTokenExchange":{"token":"exchange","expirationTimestamp":"2026-01-02T03:04:05Z"},"api://AKSIdentityBinding":{"token":"binding"}}
        """;

    [Fact]
    public void A_client_id_makes_it_workload_identity_with_the_token_of_its_audience()
    {
        var access =
            Assert.IsType<AccessMode.WorkloadIdentity>(new ValidRequest().WithoutAccess().With("clientID", Id)
                .WithTokens(Tokens).Plan().Access);

        Assert.Equal((Id, "exchange"), (access.ClientId, access.Token.Text.Reveal()));
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), access.Token.ExpiresOn);
    }

    [Theory]
    [InlineData("""{"exp":1000}""", 2000, 1000.0)] // the time beside it is of the tenant's making
    [InlineData("""{"exp":1000}""", null, 1000.0)]
    [InlineData("""{"exp":1000.5}""", null, 1000.5)]
    [InlineData("""{"exp":2000}""", 1000, 1000.0)]
    [InlineData("""{"exp":"1000"}""", 2000, 2000.0)]
    [InlineData("""{"exp":-1}""", 2000, 2000.0)]
    [InlineData("""{"exp":1e300}""", 2000, 2000.0)]
    [InlineData("""{"sub":"x"}""", null, null)]
    [InlineData("[1000]", null, null)]
    [InlineData("{", 2000, 2000.0)]
    public void A_token_expires_by_its_own_time_or_by_kubelets_whichever_is_sooner(
        string claims, int? beside, double? expires)
    {
        var time = beside is { } seconds
            ? $",\"expirationTimestamp\":\"{DateTimeOffset.UnixEpoch.AddSeconds(seconds):O}\""
            : "";
        var tokens = $$$"""{"api://AzureADTokenExchange":{"token":"{{{Identity.Plans.Jwt(claims)}}}"{{{time}}}}}""";

        var access = Assert.IsType<AccessMode.WorkloadIdentity>(
            new ValidRequest().WithoutAccess().With("clientID", Id).WithTokens(tokens).Plan().Access);

        Assert.Equal(expires is { } until ? DateTimeOffset.UnixEpoch.AddSeconds(until) : null, access.Token.ExpiresOn);
    }

    [Fact]
    public void The_token_proxy_takes_the_token_of_another_audience()
    {
        var access = Assert.IsType<AccessMode.TokenProxy>(
            new ValidRequest().WithoutAccess().With("useAzureTokenProxy", "1").With("clientID", Id).WithTokens(Tokens)
                .Plan().Access);

        Assert.Equal("binding", access.Token.Text.Reveal());
        Assert.Null(access.Token.ExpiresOn);
    }

    [Fact]
    public void Tokens_may_come_in_secrets_where_they_are_no_service_principal()
    {
        var secrets = System.Text.Json.JsonSerializer.Serialize(
            new Dictionary<string, string> { ["csi.storage.k8s.io/serviceAccount.tokens"] = Tokens });

        var access =
            Assert.IsType<AccessMode.WorkloadIdentity>(new ValidRequest().WithoutAccess().With("clientID", Id)
                .WithSecrets(secrets).Plan().Access);
        var problem = new ValidRequest().WithoutAccess().WithSecrets(secrets).Problem();

        Assert.Equal("exchange", access.Token.Text.Reveal());
        Assert.StartsWith(
            "clientID: is missing, and so is every other access mode. ", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"api://AzureADTokenExchange":{"token":"a"},"other":null}""")]
    [InlineData("""{"api://AzureADTokenExchange":{"token":"a"},"other":{"token":7,"expirationTimestamp":[]}}""")]
    [InlineData("""{"other":"x","api://AzureADTokenExchange":{"token":" a ","expirationTimestamp":"soon"}}""")]
    public void A_malformed_entry_of_another_audience_does_not_matter(string tokens)
    {
        var access = new ValidRequest().WithoutAccess().With("clientID", Id).WithTokens(tokens).Plan().Access;

        Assert.Equal("a", Assert.IsType<AccessMode.WorkloadIdentity>(access).Token.Text.Reveal());
    }

    [Theory]
    [InlineData(null, "the driver sent no service-account token")]
    [InlineData("", "the driver sent no service-account token")]
    [InlineData("{}", "no token for audience api://AzureADTokenExchange")]
    [InlineData("canary", "no token for audience api://AzureADTokenExchange")]
    [InlineData("[]", "no token for audience api://AzureADTokenExchange")]
    [InlineData("""{"api://AzureADTokenExchange":{"token":""}}""", "no token for audience api://AzureADTokenExchange")]
    [InlineData("""{"API://AzureADTokenExchange":{"token":"a"}}""", "no token for audience api://AzureADTokenExchange")]
    public void A_client_id_without_a_token_never_falls_to_the_service_principal(string? tokens, string what)
    {
        var request = new ValidRequest().WithoutAccess().With("clientID", Id)
            .WithSecrets("""{"clientid":"a","clientsecret":"b"}""");

        var problem = (tokens is null ? request : request.WithTokens(tokens)).Problem();

        Assert.Equal(ErrorCodes.ServiceAccountTokenMissing, problem.Code);
        Assert.EndsWith(what, problem.What, StringComparison.Ordinal);
        Assert.Contains("tokenRequests", problem.Fix, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tenants_spelling_of_kubelets_token_key_is_not_taken() =>
        Assert.Equal(
            ErrorCodes.ServiceAccountTokenMissing,
            new ValidRequest().WithoutAccess().With("clientID", Id)
                .With("CSI.storage.k8s.io/serviceAccount.tokens", Tokens).Problem().Code);

    [Fact]
    public void The_operator_may_name_other_audiences_the_first_that_is_there_being_taken()
    {
        var settings = new PlanSettings(
            "AzurePublicCloud") { TokenAudiences = ["api://AzureADTokenExchangeUSGov", "vault",
                "api://AKSIdentityBinding"] };

        var access = new ValidRequest().ReadWith(settings).WithoutAccess().With("clientID", Id).WithTokens(Tokens)
            .Plan().Access;

        Assert.Equal("api://AKSIdentityBinding", Assert.IsType<AccessMode.WorkloadIdentity>(access).Token.Audience);
    }
}
