using System.Net;
using Provider.Model;

namespace Provider.Tests.KeyVault;

public sealed class VaultReaderTests
{
    [Theory]
    [InlineData(null, "/secrets/name")]
    [InlineData("v1", "/secrets/name/v1")]
    public async Task A_secret_is_read_in_its_latest_or_the_named_version(string? version, string path)
    {
        var vault = new FakeVault().Responds(
            path, """{"value":"hello","contentType":"text/plain","id":"https://x.vault.azure.net/secrets/name/v1","attributes":{"enabled":true}}""");
        using var mount = new VaultMount(vault);

        var secret =
            Assert.IsType<VaultSecret>(Assert.Single(await mount.ReadAsync(VaultMount.Entry(version: version))));

        Assert.Equal(("v1", "hello", "text/plain", false),
            (secret.Version, secret.Value.Reveal(), secret.ContentType, secret.BacksCertificate));
        Assert.Equal([path + "?api-version=7.6"], vault.Requests);
    }

    [Fact]
    public async Task A_secret_with_a_kid_backs_a_certificate()
    {
        var vault = new FakeVault().Responds(
            "/secrets/name",
            """{"value":"","contentType":"application/x-pkcs12","id":"https://x/secrets/name/v1","kid":"https://x/keys/name/v1","managed":true}""");
        using var mount = new VaultMount(vault);

        Assert.True(((VaultSecret)(await mount.ReadAsync(VaultMount.Entry()))[0]).BacksCertificate);
    }

    [Theory]
    [InlineData(null, "/certificates/name")]
    [InlineData("v1", "/certificates/name/v1")]
    public async Task A_certificate_is_its_cer_bytes(string? version, string path)
    {
        var vault = new FakeVault().Responds(
                path, """{"id":"https://x/certificates/name/v1","cer":"AQID","attributes":{"enabled":true}}""");
        using var mount = new VaultMount(vault);

        var certificate =
            (VaultCertificate)(await mount.ReadAsync(VaultMount.Entry(ObjectType.Certificate, version: version)))[0];

        Assert.Equal("v1", certificate.Version);
        Assert.Equal([1, 2, 3], certificate.Certificate.ToArray());
        Assert.Equal([path + "?api-version=7.6"], vault.Requests);
    }

    [Theory]
    [InlineData(null, "/keys/name")]
    [InlineData("v1", "/keys/name/v1")]
    public async Task A_key_is_read_with_the_token_in_the_first_request(string? version, string path)
    {
        var vault = new FakeVault().Responds(
                path, """{"key":{"kid":"https://x/keys/name/v1","kty":"RSA","n":"AQ","e":"AQAB"}}""");
        using var mount = new VaultMount(vault);

        var key = (VaultKey)(await mount.ReadAsync(VaultMount.Entry(ObjectType.Key, version: version)))[0];

        Assert.Equal(("v1", "RSA", null), (key.Version, key.KeyType, key.Curve));
        Assert.Equal([1, 0, 1], key.Exponent.ToArray());
        Assert.Equal([path + "?api-version=7.6"], vault.Requests);
        Assert.Empty(vault.Challenged);
        Assert.Equal(["Bearer token"], vault.Tokens);
    }

    [Fact]
    public async Task The_token_goes_with_the_first_request_whatever_the_type()
    {
        foreach (var type in Enum.GetValues<ObjectType>())
        {
            var vault = new FakeVault();
            using var mount = new VaultMount(vault);

            await mount.FailsAsync(VaultMount.Entry(type));

            Assert.Empty(vault.Challenged);
            Assert.Equal(["Bearer token"], vault.Tokens);
        }
    }

    [Fact]
    public async Task Several_entries_are_read_in_their_order_whatever_their_type()
    {
        var vault = new FakeVault()
            .Responds("/secrets/a", """{"value":"a","id":"https://x/secrets/a/v1"}""")
            .Responds("/keys/b", """{"key":{"kid":"https://x/keys/b/v1","kty":"EC","crv":"P-256","x":"AQ","y":"Ag"}}""")
            .Responds("/certificates/c", """{"id":"https://x/certificates/c/v1","cer":"AQID"}""");
        using var mount = new VaultMount(vault);

        var objects = await mount.ReadAllAsync(
            [VaultMount.Entry(name: "a"), VaultMount.Entry(ObjectType.Key, "b", index: 1),
                VaultMount.Entry(ObjectType.Certificate, "c", index: 2)]);

        Assert.Equal([typeof(VaultSecret), typeof(VaultKey), typeof(VaultCertificate)],
            objects.Select(read => read[0].GetType()));
    }

    [Fact]
    public async Task Entries_that_fail_are_all_named_and_the_first_gives_the_code()
    {
        var vault = new FakeVault()
            .Responds("/secrets/a", """{"value":"a","id":"https://x/secrets/a/v1"}""")
            .Refuses("/secrets/b", 403, "Forbidden", "ForbiddenByRbac")
            .Refuses("/keys/c", 404, "KeyNotFound");
        using var mount = new VaultMount(vault);

        var error = await Assert.ThrowsAsync<MountException>(() => mount.ReadAllAsync(
            [VaultMount.Entry(name: "a"), VaultMount.Entry(name: "b", index: 1),
                VaultMount.Entry(ObjectType.Key, "c", index: 2)]));

        Assert.Equal(ErrorCodes.VaultForbidden, error.Code);
        Assert.Contains("objects[1] \"b\"", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("1 more failed: objects[2] \"c\" (object-not-found)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_call_is_measured_a_list_and_its_reads_each_as_one()
    {
        using var mount = new VaultMount(new FakeVault()
            .Responds(
                "/keys/measured/versions",
                """{"value":[{"kid":"https://x/keys/measured/v1","attributes":{"enabled":true,"created":1}},{"kid":"https://x/keys/measured/v2","attributes":{"enabled":true,"created":2}}]}""")
            .Responds("/keys/measured/v1", """{"key":{"kid":"https://x/keys/measured/v1","kty":"RSA"}}""")
            .Responds("/keys/measured/v2", """{"key":{"kid":"https://x/keys/measured/v2","kty":"RSA"}}"""));

        await mount.ReadAsync(VaultMount.Entry(ObjectType.Key, "measured", history: 2));

        var records = mount.Measured.Records("keyvault_request");
        Assert.Equal(3, records.Count);
        Assert.All(records, labels => Assert.Contains("object_type=key", labels, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""[]""")]
    [InlineData("""{}""")]
    [InlineData("""{"key":{}}""")]
    [InlineData("""{"key":{"kid":7,"kty":"RSA"}}""")]
    [InlineData("""{"key":{"kid":"https://x/keys/name/v1","kty":"RSA","n":"***"}}""")]
    [InlineData("""<html>""")]
    [InlineData("")]
    public async Task A_response_that_is_not_key_vaults_is_an_error_that_does_not_quote_it(string body)
    {
        using var mount = new VaultMount(new FakeVault()
            .Responds("/keys/name", body).Responds("/secrets/name", body).Responds("/certificates/name", body));

        Assert.Equal(ErrorCodes.VaultFailed, (await mount.FailsAsync(VaultMount.Entry(ObjectType.Key))).Code);
    }

    [Fact]
    public async Task A_broken_response_about_a_secret_is_an_error_too()
    {
        using var mount = new VaultMount(new FakeVault().Responds("/secrets/name", "<html>", HttpStatusCode.OK));

        Assert.Equal(ErrorCodes.VaultFailed, (await mount.FailsAsync(VaultMount.Entry())).Code);
    }
}
