using Microsoft.Extensions.Logging.Abstractions;
using Provider.Http.Connections;
using Provider.Identity;
using Provider.Identity.Entra;
using Provider.Identity.PodIdentity;
using Provider.Identity.TokenProxy;
using Provider.Identity.VmIdentity;
using Provider.Model;
using Provider.Telemetry;

namespace Provider.Tests.Identity;

/// <summary>
/// Who gets which token: nothing that a tenant writes leads to another's, and what proves an identity anew is asked
/// anew.
/// </summary>
public sealed class CredentialsTests : IDisposable
{
    private const string Body =
        """{"access_token":"TOKEN","expires_in":"86400","token":{"access_token":"TOKEN","expires_in":"86400"},"clientid":"c"}""";

    private readonly VirtualTime time = new();
    private readonly FakeEndpoint endpoint;
    private readonly TokenProxyClient proxy;
    private readonly Credentials credentials;
    private readonly ProviderMetrics metrics;

    public CredentialsTests()
    {
        endpoint = new FakeEndpoint(time);
        metrics = new ProviderMetrics(time, "1.2.3");
        for (var number = 1; number <= 20; number++)
        {
            endpoint.Responds(Body.Replace("TOKEN", $"token {number}", StringComparison.Ordinal));
        }

        proxy = new TokenProxyClient(
            new TokenProxySettings(new Uri("https://127.0.0.1:1"), "name", new Uri("https://127.0.0.1:1"), "/nowhere"),
            _ => endpoint.Settings,
            new AddressConnector(NameLookups.OfSystem(), time), time);
        credentials = new Credentials(
            new NmiClient(new Uri("http://127.0.0.1:2579"), endpoint.Settings),
            new ImdsClient(new Uri("http://169.254.169.254"), endpoint.Settings),
            new EntraClient(endpoint.Settings),
            proxy, new TokenCache(time), metrics.Tokens, time, NullLogger<Credentials>.Instance);
    }

    public void Dispose()
    {
        proxy.Dispose();
        metrics.Dispose();
        endpoint.Dispose();
    }

    public static TheoryData<string> Modes =>
        ["pod-identity", "vm-identity", "service-principal", "workload-identity", "token-proxy"];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_second_mount_of_a_pod_makes_no_token_call_in_any_mode(string mode)
    {
        var first = await Grant(Plan(mode));
        var second = await Grant(Plan(mode));

        Assert.Equal((1, "token 1", "token 1"), (endpoint.Calls.Count, first, second));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task A_token_that_the_vault_refused_is_not_shown_to_it_again(string mode)
    {
        (await time.RunAsync(ended => credentials.GrantAsync(Plan(mode), ended))).Refused();

        Assert.Equal("token 2", await Grant(Plan(mode)));
    }

    [Fact]
    public async Task A_pod_made_again_under_the_same_name_proves_itself_anew()
    {
        await Grant(Plans.PodIdentity());

        Assert.Equal("token 2", await Grant(Plans.PodIdentity(Plans.Pod with { Uid = "uid-2" })));
    }

    [Fact]
    public async Task A_pods_names_cannot_be_cut_so_that_two_pods_are_one()
    {
        await Grant(Plans.PodIdentity(new PodReference("a", "b", "c", "")));

        Assert.Equal("token 2", await Grant(Plans.PodIdentity(new PodReference("a", "b.c", "", ""))));
    }

    [Fact]
    public async Task Pod_identity_is_checked_with_nmi_every_quarter_of_an_hour()
    {
        await Grant(Plans.PodIdentity());
        time.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal("token 2", await Grant(Plans.PodIdentity()));
    }

    [Fact]
    public async Task A_rotated_service_account_token_is_used_at_once()
    {
        await Grant(Plans.WorkloadIdentity("old"));

        Assert.Equal("token 2", await Grant(Plans.WorkloadIdentity("new")));
        Assert.Contains("client_assertion=new", endpoint.Calls.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotated_client_secret_is_used_at_once()
    {
        await Grant(Plans.ServicePrincipal("old"));

        Assert.Equal("token 2", await Grant(Plans.ServicePrincipal("new")));
        Assert.Contains("client_secret=new", endpoint.Calls.Last().Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sub":"system:serviceaccount:shop:app","kubernetes.io":{"pod":{"uid":"uid-1"}}}""")]
    [InlineData("""{"sub":"system:serviceaccount:shop:app","kubernetes.io":{"pod":{"uid":"uid-1"}},"jti":"another"}""")]
    public async Task A_forged_token_with_another_pods_claims_gets_nothing_that_the_real_one_got(string claims)
    {
        var real = Plans.Jwt("""{"sub":"system:serviceaccount:shop:app","kubernetes.io":{"pod":{"uid":"uid-1"}}}""");
        await Grant(Plans.WorkloadIdentity(real));

        Assert.Equal("token 2", await Grant(Plans.WorkloadIdentity(Plans.Jwt(claims) + "-forged")));
    }

    [Fact]
    public async Task The_same_proof_for_another_application_tenant_or_cloud_is_another_identity()
    {
        var plan = Plans.WorkloadIdentity();
        MountPlan[] others =
        [
            plan, Plans.WorkloadIdentity(clientId: "other"), plan with { Tenant = "other" },
            plan with { Cloud = Cloud.China },
            plan with { Cloud = Cloud.Public with { Authority = new Uri("https://login.evil.example/") } },
            Plans.ServicePrincipal("a.b.c"), Plans.TokenProxy("a.b.c"),
        ];
        foreach (var other in others)
        {
            await Grant(other);
        }

        Assert.Equal(others.Length, endpoint.Calls.Count);
    }

    [Fact]
    public async Task Parts_of_a_proof_cannot_be_moved_between_its_fields()
    {
        await Grant(Plans.ServicePrincipal("secret1", "client"));

        Assert.Equal("token 2", await Grant(Plans.ServicePrincipal("secret", "1client")));
    }

    [Fact]
    public async Task An_expired_service_account_token_is_sent_nowhere_even_where_its_token_is_cached()
    {
        var plan = Plans.WorkloadIdentity(expiry: time.Start.AddMinutes(10));
        await Grant(plan);
        time.Advance(TimeSpan.FromMinutes(10));

        var error = await Assert.ThrowsAsync<MountException>(() => Grant(plan));

        Assert.StartsWith(
            "service-account-token-expired: the service-account token expired at 2000-01-01T00:10:00Z. ",
            error.Message, StringComparison.Ordinal);
        Assert.Single(endpoint.Calls);
    }

    [Fact]
    public async Task The_nodes_own_identities_are_asked_for_by_id()
    {
        await Grant(Plans.For(new AccessMode.VmIdentity(null)));
        await Grant(Plans.For(new AccessMode.VmIdentity(Plans.ClientId)));
        await Grant(
            Plans.For(new AccessMode.VmIdentity(null)) with { Pod = new PodReference("other", "pod", "x", "y") });

        Assert.Equal(2, endpoint.Calls.Count);
    }

    private static MountPlan Plan(string mode) => mode switch
    {
        "pod-identity" => Plans.PodIdentity(),
        "vm-identity" => Plans.For(new AccessMode.VmIdentity(null)),
        "service-principal" => Plans.ServicePrincipal(),
        "workload-identity" => Plans.WorkloadIdentity(),
        _ => Plans.TokenProxy(),
    };

    private async Task<string> Grant(MountPlan plan) =>
        (await time.RunAsync(ended => credentials.GrantAsync(plan, ended))).Text.Reveal();
}
