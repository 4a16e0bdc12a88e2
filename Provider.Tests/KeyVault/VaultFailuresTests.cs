using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Provider.Http;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>What the vault's refusals become: which code, and which words lead to the cause.</summary>
public sealed class VaultFailuresTests
{
    private static readonly TimeSpan ShorterThanAnyWait = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider time = new();

    [Theory]
    [InlineData(401, "Unauthorized", null, "vault-unauthorized", "responded 401 Unauthorized")]
    [InlineData(403, "Forbidden", "AccessDenied", "vault-forbidden",
        "access policy gives the identity no get permission for secrets")]
    [InlineData(403, "Forbidden", "ForbiddenByRbac", "vault-forbidden",
        "no role on the vault that reads secrets, such as Key Vault Secrets User")]
    [InlineData(403, "Forbidden", "ForbiddenByFirewall", "vault-network-forbidden", "firewall")]
    [InlineData(403, "Forbidden", "ForbiddenByConnection", "vault-network-forbidden", "private endpoints only")]
    [InlineData(403, "Forbidden", "SecretDisabled", "object-disabled", "the version is disabled")]
    [InlineData(403, "Forbidden", "SecretNotYetValid", "object-disabled", "not valid yet")]
    [InlineData(403, "Forbidden", "SecretExpired", "object-disabled", "has expired")]
    [InlineData(403, "Forbidden", null, "vault-forbidden", "responded 403 Forbidden to the identity")]
    [InlineData(404, "SecretNotFound", null, "object-not-found", "no such secret")]
    [InlineData(404, "SecretVersionNotFound", null, "object-not-found", "the version does not")]
    [InlineData(400, "BadParameter", null, "vault-failed", "responded 400 BadParameter")]
    [InlineData(409, "Conflict", "ObjectIsDeletedButRecoverable", "object-not-found",
        "is deleted and can be recovered")]
    public async Task A_refusal_says_who_refused_and_why(
        int status, string code, string? inner, string expected, string said)
    {
        using var mount = new VaultMount(new FakeVault().Refuses("/secrets/name", status, code, inner));

        var error = await mount.FailsAsync(VaultMount.Entry());

        Assert.Equal(expected, error.Code.Name);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains(mount.Host, error.Message, StringComparison.Ordinal);
        Assert.Contains("objects[0] \"name\" (secret", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ObjectType.Key), "keys", "Key Vault Crypto User")]
    [InlineData(nameof(ObjectType.Certificate), "certificates", "Key Vault Certificate User")]
    public async Task A_missing_role_is_named_by_the_type_of_the_object(string type, string plural, string role)
    {
        using var mount =
            new VaultMount(new FakeVault().Refuses($"/{plural}/name", 403, "Forbidden", "ForbiddenByRbac"));

        Assert.Contains(role, (await mount.FailsAsync(VaultMount.Entry(Enum.Parse<ObjectType>(type)))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_history_needs_the_list_permission_too()
    {
        using var mount =
            new VaultMount(new FakeVault().Refuses("/secrets/name/versions", 403, "Forbidden", "AccessDenied"));

        Assert.Contains(
            "no list permission for secrets", (await mount.FailsAsync(VaultMount.Entry(history: 2))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_object_of_a_named_version_may_be_either()
    {
        using var mount = new VaultMount(new FakeVault().Refuses("/secrets/name/v1", 404, "SecretNotFound"));

        Assert.Contains(
            "responded 404 SecretNotFound: no such secret, or it has no such version",
            (await mount.FailsAsync(VaultMount.Entry(version: "v1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_of_another_tenant_is_reported_by_its_number()
    {
        using var mount = new VaultMount(
            new FakeVault().Refuses(
                "/keys/name", 401, "Unauthorized", message: "AKV10032: Invalid issuer. canary"));

        var error = await mount.FailsAsync(VaultMount.Entry(ObjectType.Key));

        Assert.Contains("responded 401 AKV10032", error.Message, StringComparison.Ordinal);
        Assert.Contains("another tenant", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret value with blanks")]
    [InlineData("<script>")]
    public async Task A_code_that_is_not_one_word_is_not_repeated(string code)
    {
        using var mount = new VaultMount(new FakeVault().Refuses("/secrets/name", 403, code, code));

        var error = await mount.FailsAsync(VaultMount.Entry());

        Assert.Equal(ErrorCodes.VaultFailed, error.Code);
        Assert.DoesNotContain(code, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Throttling_that_outlasts_the_mount_is_reported_as_throttling()
    {
        using var mount = new VaultMount(new FakeVault().Refuses("/secrets/name", 429, "Throttled"), time);
        using var retriesNothing = CallDeadline.Begin(ShorterThanAnyWait, time);

        var error = await mount.FailsAsync(VaultMount.Entry());

        Assert.Equal(ErrorCodes.VaultThrottled, error.Code);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound, "does not resolve on this node (HostNotFound)")]
    [InlineData(SocketError.TryAgain, "private DNS zone")]
    [InlineData(SocketError.ConnectionRefused, "the connection failed (ConnectionRefused)")]
    [InlineData(SocketError.NetworkUnreachable, "the connection failed (NetworkUnreachable)")]
    public async Task A_vault_that_cannot_be_reached_is_reported_with_its_host_and_cause(SocketError cause, string said)
    {
        var broken =
            new HttpRequestException(HttpRequestError.ConnectionError, "canary", new SocketException((int)cause));
        using var mount = new VaultMount(new FakeVault().Breaks("/keys/name", broken), time);
        using var retriesNothing = CallDeadline.Begin(ShorterThanAnyWait, time);

        var error = await mount.FailsAsync(VaultMount.Entry(ObjectType.Key));

        Assert.Equal(ErrorCodes.VaultUnreachable, error.Code);
        Assert.Contains(mount.Host, error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.SecureConnectionError, "TLS handshake failed")]
    [InlineData(HttpRequestError.Unknown, "the connection broke")]
    [InlineData(HttpRequestError.ResponseEnded, "(ResponseEnded)")]
    public async Task Trouble_with_tls_and_proxies_is_reported_as_such(HttpRequestError cause, string said)
    {
        using var mount = new VaultMount(new FakeVault().Breaks("/keys/name", new HttpRequestException(cause)), time);
        using var retriesNothing = CallDeadline.Begin(ShorterThanAnyWait, time);

        var error = await mount.FailsAsync(VaultMount.Entry(ObjectType.Key));

        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_does_not_respond_in_time_is_reported_as_such()
    {
        using var mount = new VaultMount(new FakeVault());

        Assert.Equal(ErrorCodes.VaultTimeout,
            (await mount.FailsAsync(VaultMount.Entry(), new CancellationToken(canceled: true))).Code);
    }
}
