using Grpc.Core;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// Tokens of odd forms that the vault accepts as the attacker's, and that a lenient reader takes for the victim's: the
/// vault's proof alone would not keep them apart. Over a real socket, HTTP and TLS.
/// </summary>
public sealed class ForgedClaimsTests
{
    private const string Mode = nameof(AccessKind.PodIdentity);

    public static TheoryData<string> LenientlyRead => [.. ForgedTokens.LenientlyRead];

    public static TheoryData<string> NotOneToken => [.. ForgedTokens.NotOneToken];

    [Theory]
    [MemberData(nameof(LenientlyRead))]
    public async Task A_proven_token_gets_nothing_of_the_principal_that_a_lenient_reader_sees_in_it(string form)
    {
        await using var tenants = await TwoTenants.StartAsync("30s", Mode, Mode);
        var attacker = await tenants.MountedAttackerAsync(Mode, "attacker");
        await tenants.ProveVictimsAsync();
        await tenants.MountsAsync(tenants.Victims[0]);
        var token = AcceptedToken(tenants, form);
        // One secret of the vault is the attacker's, and proves its token.
        var prover = tenants.Attacker(Mode, "attacker-proving");
        ForgedTokens.Return(tenants.Cloud, prover, token, tenants.Victims[0].Identity);
        await tenants.MountsOwnAsync(prover);
        ForgedTokens.Return(tenants.Cloud, attacker, token, tenants.Victims[0].Identity);

        Assert.StartsWith("vault-forbidden: ", await tenants.FailsAsync(attacker), StringComparison.Ordinal);

        // Nor does its 403 drop what is cached for the victim.
        tenants.Cloud.Calls.Clear();
        await tenants.MountsAsync(tenants.Victims[0]);
        Assert.Equal(0, tenants.Cloud.Calls.Count(Services.Vault));
    }

    [Theory]
    [InlineData("not found")]
    [InlineData("another object")]
    [InlineData("no object")]
    [InlineData("page of a proxy")]
    public async Task Only_the_object_that_was_asked_for_proves_a_token(string response)
    {
        await using var tenants = await TwoTenants.StartAsync("30s", Mode, Mode);
        var attacker = await tenants.MountedAttackerAsync(Mode, "attacker");
        await tenants.ProveVictimsAsync();
        await tenants.MountsAsync(tenants.Victims[0]);
        var forged = ForgedTokens.OtherSignature(tenants.VictimTokens[0]);
        tenants.Cloud.Faults.Add(
            call => call.BearerToken == forged && !call.Path.Contains("password", StringComparison.Ordinal),
            response switch
            {
                "not found" => Fault.Of(VaultErrors.NotFound("Secret", "own")),
                "another object" => new Fault.Respond(
                    200, """{"id":"https://demo.vault.azure.net/secrets/other/v1","value":"x"}"""),
                "no object" => new Fault.Respond(200, "{}"),
                _ => Fault.Html(200),
            });
        var prover = tenants.Attacker(Mode, "attacker-proving");
        ForgedTokens.Return(tenants.Cloud, prover, forged, tenants.Victims[0].Identity);
        await Assert.ThrowsAsync<RpcException>(() => tenants.MountsOwnAsync(prover));
        ForgedTokens.Return(tenants.Cloud, attacker, forged, tenants.Victims[0].Identity);

        Assert.StartsWith("vault-unauthorized: ", await tenants.FailsAsync(attacker), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NotOneToken))]
    public async Task A_text_that_is_not_one_token_is_never_sent(string form)
    {
        await using var tenants = await TwoTenants.StartAsync("30s", Mode, Mode);
        await tenants.ProveVictimsAsync();
        var attacker = tenants.Attacker(Mode, "attacker");
        ForgedTokens.Return(
            tenants.Cloud, attacker, AcceptedToken(tenants, form), tenants.Victims[0].Identity);
        tenants.Cloud.Calls.Clear();

        Assert.StartsWith("token-malformed: ", await tenants.FailsAsync(attacker), StringComparison.Ordinal);

        Assert.Equal(0, tenants.Cloud.Calls.Count(Services.Vault));
    }

    private static string AcceptedToken(TwoTenants tenants, string form)
    {
        const string Resource = "https://vault.azure.net";
        var identity = WorkloadPods.NewIdentity();
        var own = tenants.Cloud.Tokens.Issue(identity, Resource);
        var token = ForgedTokens.Make(form, tenants.VictimTokens[0], own.Text);
        tenants.Cloud.Tokens.Accept(token, identity, Resource);
        tenants.Cloud.Faults.Add(
            call => call.BearerToken == token && call.Path.Contains("password", StringComparison.Ordinal),
            Fault.Of(VaultErrors.Forbidden(tenants.Stage.Vault, "secrets", identity, Refusal.ForbiddenByRbac)));
        return token;
    }
}
