using Provider.Model;
using Provider.Telemetry;

namespace Provider.Tests.KeyVault;

/// <summary>
/// Azure's client libraries read secrets and certificates, but no challenge and no response of them is theirs.
/// </summary>
public sealed class VaultLibrariesTests
{
    [Theory]
    [InlineData(nameof(ObjectType.Secret), null)]
    [InlineData(nameof(ObjectType.Secret), "v1")]
    [InlineData(nameof(ObjectType.Certificate), null)]
    [InlineData(nameof(ObjectType.Certificate), "v1")]
    public async Task A_vault_that_moved_to_another_tenant_is_read_again(string typeName, string? version)
    {
        var (entry, path) = Requests(typeName, version);
        var vault = new FakeVault().Refuses(path, 401, "Unauthorized");
        using var mount = new VaultMount(vault);

        foreach (var tenant in new[] { "before", "after" })
        {
            vault.Challenge =
                $"Bearer authorization=\"https://login.microsoftonline.com/{tenant}\", "
                + "resource=\"https://vault.azure.net\"";
            Assert.Equal(ErrorCodes.VaultUnauthorized, (await mount.FailsAsync(entry)).Code);
        }

        vault.Responds(
            path, $$"""{"value":"a","cer":"AQID","id":"https://x{{path}}{{(version is null ? "/v1" : "")}}"}""");

        Assert.Equal("v1", Assert.Single(await mount.ReadAsync(entry)).Version);
        Assert.Equal(3, vault.Hosts.Count);
    }

    [Theory]
    [InlineData(nameof(ObjectType.Secret), "resource=\"https://vault.azure.net\"")]
    [InlineData(nameof(ObjectType.Certificate), "resource=\"https://vault.azure.net\"")]
    [InlineData(nameof(ObjectType.Secret), "error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"")]
    public async Task A_challenge_leads_to_one_counted_request_with_the_token_of_the_mount(
        string typeName, string wanted)
    {
        var (entry, path) = Requests(typeName, null);
        var vault = new FakeVault().Refuses(path, 401, "Unauthorized");
        vault.Challenge = $"Bearer authorization=\"https://login.microsoftonline.com/tenant\", {wanted}";
        using var mount = new VaultMount(vault);

        Assert.Equal(ErrorCodes.VaultUnauthorized, (await mount.FailsAsync(entry)).Code);

        Assert.Single(mount.Measured.Records(ProviderMetrics.Prefix + "vault_calls"));
        Assert.Equal(["Bearer token"], vault.Tokens);
        Assert.Empty(vault.Challenged);
    }

    [Theory]
    [InlineData(nameof(ObjectType.Secret))]
    [InlineData(nameof(ObjectType.Certificate))]
    public async Task What_a_library_cannot_parse_is_read_all_the_same(string typeName)
    {
        var (entry, path) = Requests(typeName, null);
        using var mount = new VaultMount(new FakeVault().Responds(
            path, $$$"""{"value":"a","cer":"AQID","id":"https://x{{{path}}}/v1","attributes":{"exp":1.5}}"""));

        Assert.Equal("v1", Assert.Single(await mount.ReadAsync(entry)).Version);
    }

    private static (ObjectEntry Entry, string Path) Requests(string typeName, string? version)
    {
        var type = Enum.Parse<ObjectType>(typeName);
        var path = type == ObjectType.Secret ? "/secrets/name" : "/certificates/name";
        return (VaultMount.Entry(type, version: version), version is null ? path : $"{path}/{version}");
    }
}
