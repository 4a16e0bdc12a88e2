using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Workload;

namespace Provider.Tests.EndToEnd;

/// <summary>
/// A 401 or 403 is for the token that was refused alone, also among tokens of one principal that the vault has
/// accepted before, and nothing that was cached survives it. Over a real socket, HTTP and TLS.
/// </summary>
public sealed class SharedRefusalTests
{
    private const string Mode = nameof(AccessKind.WorkloadIdentity);
    private static readonly TimeSpan Meanwhile = TimeSpan.FromMilliseconds(600);

    private readonly CancellationToken limit = Patience.Limit;

    // The delay only makes the second mount wait for the first one's read; what is asserted does not depend on it.
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_mount_that_waits_for_a_read_that_is_refused_reads_with_its_own_token(int status)
    {
        await using var tenants = await StartAsync("0");
        var (refused, other) = (tenants.VictimTokens[0], tenants.VictimTokens[1]);
        tenants.Cloud.Faults.Add(call => call.BearerToken == refused, new Fault.Delay(Meanwhile));
        Refuse(tenants, status, call => call.BearerToken == refused);
        tenants.Cloud.Calls.Clear();

        var fails = tenants.FailsAsync(tenants.Victims[0]);
        await tenants.Cloud.Calls.WaitForAsync(call => call.BearerToken == refused, 1, limit);
        await tenants.MountsAsync(tenants.Victims[1]);

        Assert.StartsWith(Code(status), await fails, StringComparison.Ordinal);
        Assert.Equal(1, tenants.Cloud.Calls.Count(call => call.BearerToken == other));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_mount_that_is_refused_while_another_one_reads_does_not_break_it(int status)
    {
        await using var tenants = await StartAsync("0");
        var other = tenants.VictimTokens[1];
        // A 401 ends the proof of the first token, and the next one has none.
        Refuse(tenants, 401, call => call.BearerToken == tenants.VictimTokens[0]);
        await tenants.FailsAsync(tenants.Victims[0]);
        Refuse(tenants, status, call => call.Service == Services.Vault && call.BearerToken != other);
        tenants.Cloud.Faults.Add(call => call.BearerToken == other, new Fault.Delay(Meanwhile));
        tenants.Cloud.Calls.Clear();

        var mounts = tenants.MountsAsync(tenants.Victims[1]);
        await tenants.Cloud.Calls.WaitForAsync(call => call.BearerToken == other, 1, limit);
        var failed = await tenants.FailsAsync(tenants.Victims[0]);
        await mounts;

        Assert.StartsWith(Code(status), failed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refusal_of_one_mount_drops_what_is_cached_for_the_others_of_its_principal(int status)
    {
        await using var tenants = await StartAsync("30s");
        tenants.Cloud.Calls.Clear();
        await tenants.MountsAsync(tenants.Victims[0]);
        Assert.Equal(0, tenants.Cloud.Calls.Count(Services.Vault));
        Refuse(tenants, status, call => call.BearerToken == tenants.VictimTokens[2]);
        await tenants.FailsAsync(tenants.Victims[2]);
        tenants.Cloud.Calls.Clear();

        await tenants.MountsAsync(tenants.Victims[0]);

        Assert.Equal(1, tenants.Cloud.Calls.Count(Services.Vault));
    }

    // The first two pods have mounted the password, each with a token of its own, and the others not yet.
    private static async Task<TwoTenants> StartAsync(string cacheFor)
    {
        var tenants = await TwoTenants.StartAsync(cacheFor, Mode, Mode);
        await tenants.ProveVictimsAsync();
        Assert.Equal(tenants.VictimTokens.Count, tenants.VictimTokens.Distinct().Count());
        await tenants.MountsAsync(tenants.Victims[0]);
        await tenants.MountsAsync(tenants.Victims[1]);
        return tenants;
    }

    private static void Refuse(TwoTenants tenants, int status, Func<RecordedCall, bool> fits) =>
        tenants.Cloud.Faults.Add(fits, Fault.Of(status == 401
            ? VaultErrors.IssuerInvalid(tenants.Stage.Vault, Tokens.Tenant)
            : VaultErrors.Forbidden(
                tenants.Stage.Vault, Collections.Secrets, tenants.Victims[0].Identity, Refusal.ForbiddenByRbac)));

    private static string Code(int status) => status == 401 ? "vault-unauthorized: " : "vault-forbidden: ";
}
