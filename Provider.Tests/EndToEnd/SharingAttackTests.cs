using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// A tenant that has its issuer return what it wants: it never gets what another tenant's token reads, and never makes
/// the other's mounts fail. Over a real socket, HTTP and TLS.
/// </summary>
// The delays only make an attack succeed where nothing prevents it; what is asserted does not depend on them.
public sealed class SharingAttackTests
{
    private static readonly TimeSpan Meanwhile = TimeSpan.FromMilliseconds(150);

    private static readonly AccessKind[] Modes =
    [
        AccessKind.PodIdentity, AccessKind.VmIdentity, AccessKind.ServicePrincipal, AccessKind.WorkloadIdentity,
        AccessKind.TokenProxy,
    ];

    private readonly CancellationToken limit = Patience.Limit;

    public static TheoryData<string, string, string> EachModeAgainstEach(string cacheFor)
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var victim in Modes)
        {
            foreach (var attacker in Modes)
            {
                rows.Add($"{victim}", $"{attacker}", cacheFor);
            }
        }

        return rows;
    }

    // Those with the token proxy start a process in a cluster, and take longer: only some.
    public static TheoryData<string, string, string> SomeModesAgainstEach(string cacheFor) =>
    [
        .. EachModeAgainstEach(cacheFor).Where(row => row.Data.Item1 == row.Data.Item2
            || row.Data.Item1 == nameof(AccessKind.PodIdentity) || row.Data.Item2 == nameof(AccessKind.PodIdentity)
            || !new[] { row.Data.Item1, row.Data.Item2 }.Contains(nameof(AccessKind.TokenProxy))),
    ];

    [Theory]
    [MemberData(nameof(EachModeAgainstEach), "30s")]
    [InlineData(nameof(AccessKind.PodIdentity), nameof(AccessKind.PodIdentity), "0")]
    public async Task A_forged_token_gets_nothing_that_is_cached_for_another_tenant(
        string victimMode, string attackerMode, string cacheFor)
    {
        await using var tenants = await TwoTenants.StartAsync(cacheFor, victimMode, attackerMode);
        WorkloadPod[] attackers =
        [
            await tenants.MountedAttackerAsync(attackerMode, "attacker-mounted"),
            tenants.Attacker(attackerMode, "attacker-new"),
        ];
        await tenants.ProveVictimsAsync();
        await tenants.MountsAsync(tenants.Victims[0]);
        Forge(tenants, attackers);

        foreach (var attacker in attackers)
        {
            await tenants.FailsAsync(attacker);
        }

        await tenants.MountsAsync(tenants.Victims[0]);
    }

    [Theory]
    [MemberData(nameof(SomeModesAgainstEach), "30s")]
    [InlineData(nameof(AccessKind.PodIdentity), nameof(AccessKind.PodIdentity), "0")]
    public async Task A_forged_token_joins_no_read_of_another_tenant(
        string victimMode, string attackerMode, string cacheFor)
    {
        await using var tenants = await TwoTenants.StartAsync(cacheFor, victimMode, attackerMode);
        WorkloadPod[] attackers =
        [
            await tenants.MountedAttackerAsync(attackerMode, "attacker-mounted"),
            tenants.Attacker(attackerMode, "attacker-new"),
        ];
        await tenants.ProveVictimsAsync();
        // The attackers come before the victim's request is sent, and have their tokens while it is under way.
        var forged = Forge(tenants, attackers, Meanwhile);
        tenants.Cloud.Faults.Add(
            call => call.Service == Services.Vault && call.BearerToken != forged, new Fault.Delay(4 * Meanwhile), 1);
        tenants.Cloud.Calls.Clear();
        var attacks = attackers.Select(tenants.FailsAsync).ToArray();
        await tenants.Cloud.Calls.WaitForAsync(
            call => attackers.Any(pod => ForgedTokens.IsFor(pod, call)), attackers.Length, limit);

        await tenants.MountsAsync(tenants.Victims[0]);
        await Task.WhenAll(attacks);

        // Their 401s drop nothing of the victim's.
        tenants.Cloud.Calls.Clear();
        await tenants.MountsAsync(tenants.Victims[0]);
        Assert.Equal(cacheFor == "0" ? 1 : 0, tenants.Cloud.Calls.Count(Services.Vault));
    }

    [Theory]
    [MemberData(nameof(SomeModesAgainstEach), "0")]
    [InlineData(nameof(AccessKind.PodIdentity), nameof(AccessKind.PodIdentity), "30s")]
    public async Task A_read_with_a_forged_token_breaks_no_mount_of_another_tenant(
        string victimMode, string attackerMode, string cacheFor)
    {
        await using var tenants = await TwoTenants.StartAsync(cacheFor, victimMode, attackerMode);
        WorkloadPod[] attackers =
        [
            await tenants.MountedAttackerAsync(attackerMode, "attacker-mounted"),
            tenants.Attacker(attackerMode, "attacker-new"),
        ];
        await tenants.ProveVictimsAsync();
        await tenants.MountsAsync(tenants.Victims[0]);
        var forged = Forge(tenants, attackers);
        tenants.Cloud.Faults.Add(call => call.BearerToken == forged, new Fault.Delay(4 * Meanwhile));
        tenants.Cloud.Calls.Clear();
        var attacks = attackers.Select(tenants.FailsAsync).ToArray();
        await tenants.Cloud.Calls.WaitForAsync(call => call.BearerToken == forged, 1, limit);

        // The first of them is a remount.
        await Task.WhenAll(tenants.Victims.Select(victim => tenants.MountsAsync(victim)));
        await Task.WhenAll(attacks);
    }

    // A 401 would be for the attacker alone also if its read were joined; a 404 is for all who have joined.
    [Fact]
    public async Task A_failure_for_all_who_wait_of_a_read_with_a_forged_token_is_for_no_other_tenant()
    {
        const string Mode = nameof(AccessKind.PodIdentity);
        await using var tenants = await TwoTenants.StartAsync("0", Mode, Mode);
        var attacker = tenants.Attacker(Mode, "attacker");
        await tenants.ProveVictimsAsync();
        await tenants.MountsAsync(tenants.Victims[0]);
        var forged = Forge(tenants, [attacker]);
        tenants.Cloud.Faults.Add(call => call.BearerToken == forged, new Fault.Delay(4 * Meanwhile));
        tenants.Cloud.Faults.Add(
            call => call.BearerToken == forged, Fault.Of(VaultErrors.NotFound("Secret", "password")));
        var attack = tenants.FailsAsync(attacker);
        await tenants.Cloud.Calls.WaitForAsync(call => call.BearerToken == forged, 1, limit);

        // A remount, which would get what was asked for before it came.
        await tenants.MountsAsync(tenants.Victims[0]);

        Assert.StartsWith("object-not-found: ", await attack, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0} of 00000000-0000-0000-0000-0000000000aa")]
    [InlineData("client {0}")]
    public async Task The_client_id_beside_a_token_means_nothing(string clientId)
    {
        foreach (var mode in new[] { AccessKind.WorkloadIdentity, AccessKind.PodIdentity })
        {
            await using var tenants = await TwoTenants.StartAsync("30s", $"{mode}", nameof(AccessKind.PodIdentity));
            var attacker = await tenants.MountedAttackerAsync(nameof(AccessKind.PodIdentity), "attacker");
            await tenants.ProveVictimsAsync();
            await tenants.MountsAsync(tenants.Victims[0]);
            ForgedTokens.Return(tenants.Cloud, attacker, "junk", string.Format(
                System.Globalization.CultureInfo.InvariantCulture, clientId, tenants.Victims[0].Identity));

            Assert.StartsWith("vault-unauthorized: ", await tenants.FailsAsync(attacker), StringComparison.Ordinal);
        }
    }

    // The victim's claims in a token that no issuer has signed, with the victim's client id beside it.
    private static string Forge(TwoTenants tenants, WorkloadPod[] attackers, TimeSpan after = default)
    {
        var forged = ForgedTokens.OtherSignature(tenants.VictimTokens[0]);
        foreach (var attacker in attackers)
        {
            ForgedTokens.Return(tenants.Cloud, attacker, forged, tenants.Victims[0].Identity, after);
        }

        return forged;
    }
}
