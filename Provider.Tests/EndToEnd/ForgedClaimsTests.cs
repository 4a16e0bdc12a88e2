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
