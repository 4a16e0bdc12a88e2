using Provider.Identity.Responses;
using Provider.Identity.VmIdentity;
using Provider.Model;

namespace Provider.Tests.Identity;

public sealed class ImdsClientTests : IDisposable
{
    private const string Id = "33333333-3333-3333-3333-333333333333";
    private const string Resource =
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i";
    private const string Token =
        """{"access_token":"t","client_id":"c","expires_in":"86399","expires_on":"946771200","token_type":"Bearer"}""";
    private const string NotFound = """{"error":"invalid_request","error_description":"Identity not found"}""";

    private readonly VirtualTime time = new();
    private readonly FakeEndpoint imds;

    public ImdsClientTests() => imds = new FakeEndpoint(time);

    public void Dispose() => imds.Dispose();

    [Theory]
    [InlineData(null, "")]
    [InlineData(Id, "&client_id=" + Id)]
    [InlineData(Resource,
        "&msi_res_id=%2Fsubscriptions%2Fs%2FresourceGroups%2Fg%2Fproviders%2FMicrosoft.ManagedIdentity%2FuserAssignedIdentities%2Fi")]
    public async Task The_request_names_the_identity_by_the_kind_of_its_id(string? id, string query)
    {
        imds.Responds(Token);

        var token = await GetToken(id);

        var call = imds.Only;
        Assert.Equal("GET", call.Method);
        Assert.Equal(
            "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fvault.azure.net" + query,
            call.Uri.AbsoluteUri);
        Assert.Equal("true", call.Headers["Metadata"]);
        Assert.DoesNotContain("X-Forwarded-For", call.Headers.Keys);
        Assert.Equal(time.Start.AddDays(1), token.ExpiresOn);
    }

    [Fact]
    public async Task An_object_id_is_asked_for_when_no_identity_has_it_as_its_client_id()
    {
        imds.Responds(NotFound, 400).Responds(Token);

        Assert.Equal("t", (await GetToken(Id)).Text.Reveal());
        Assert.Equal(
            ["client_id", "object_id"], imds.Calls.Select(call => call.Uri.Query.Split('&')[^1].Split('=')[0]));
    }

    [Theory]
    [InlineData(NotFound, "vm-identity-not-assigned", 2)]
    [InlineData("""{"error":"invalid_request","error_description":"Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request"}""", "vm-identity-ambiguous", 1)]
    [InlineData("""{"error":"invalid_resource","error_description":"AADSTS500011: canary"}""", "vm-identity-refused",
        1)]
    [InlineData("canary", "vm-identity-refused", 1)]
    [InlineData("""{"error":"invalid_request","error_description":"\ud800"}""", "vm-identity-refused", 1)]
    [InlineData("[1]", "vm-identity-refused", 1)]
    public async Task A_refusal_shows_whether_the_identity_is_missing_unclear_or_refused(
        string body, string code, int calls)
    {
        imds.Responds(body, 400);

        var error = await Fails(Id);

        Assert.Equal(code, error.Code.Name);
        Assert.Equal(calls, imds.Calls.Count);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refused", "imds-unreachable", true, 30)]
    [InlineData("hangs", "imds-timeout", false, 110)]
    [InlineData("400", "vm-identity-refused", false, 0)]
    [InlineData("401", "vm-identity-refused", false, 0)]
    [InlineData("403", "vm-identity-refused", false, 0)]
    [InlineData("404", "imds-failed", true, 110)]
    [InlineData("410", "imds-failed", true, 110)]
    [InlineData("429 with Retry-After", "imds-failed", true, 110)]
    [InlineData("500", "imds-failed", true, 110)]
    [InlineData("503", "imds-failed", true, 110)]
    [InlineData("302", "imds-failed", false, 0)]
    [InlineData("malformed", "imds-failed", false, 0)]
    [InlineData("empty", "imds-failed", false, 0)]
    [InlineData("huge", "imds-failed", false, 0)]
    public async Task Every_fault_ends_in_a_code_of_its_own_and_only_passing_ones_are_tried_again(
        string fault, string code, bool tried, int seconds)
    {
        imds.Fails(fault);

        var error = await Fails(null);

        Assert.Equal(code, error.Code.Name);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
        Assert.Equal(tried, imds.Calls.Count > 1);
        Assert.InRange(time.Elapsed.TotalSeconds, seconds - 0.001, seconds == 30 ? 62 : seconds + 0.001);
    }

    [Fact]
    public async Task The_number_of_an_entra_error_is_shown_with_what_it_means()
    {
        imds.Responds("""{"error":"invalid_resource","error_description":"AADSTS500011: canary"}""", 400);

        var error = await Fails(Id);

        Assert.StartsWith($"vm-identity-refused: IMDS responded 400 AADSTS500011 for the identity \"{Id}\". ",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("cloudName", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imds_that_is_away_for_an_update_of_seventy_seconds_is_waited_for()
    {
        imds.Responds("", 410, after: TimeSpan.FromSeconds(10)).Responds("", 410, after: TimeSpan.FromSeconds(30))
            .Responds("", 404, after: TimeSpan.FromSeconds(25)).Responds(Token);

        Assert.Equal("t", (await GetToken(null)).Text.Reveal());
    }

    private Task<IssuedToken> GetToken(string? id) =>
        time.RunAsync(
            ended =>
                new ImdsClient(new Uri("http://169.254.169.254"), imds.Settings).GetTokenAsync(
                    id, "https://vault.azure.net", ended));

    private Task<MountException> Fails(string? id) => Assert.ThrowsAsync<MountException>(() => GetToken(id));
}
