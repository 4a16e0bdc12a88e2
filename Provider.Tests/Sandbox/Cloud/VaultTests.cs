using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Provider.Sandbox.Certificates;
using Provider.Sandbox.Cloud.Vault;

namespace Provider.Tests.Sandbox.Cloud;

/// <summary>The stand-in Key Vault over HTTP: who may ask, what it says, and in which shapes.</summary>
public sealed class VaultTests
{
    private static CancellationToken Limit => Patience.Limit;

    [Theory]
    [InlineData("no token", "AKV10000: ")]
    [InlineData("unknown token", "AKV10032: Invalid issuer. ")]
    [InlineData("another resource",
        "AKV10022: Invalid audience. Expected https://vault.azure.net, found: https://graph.microsoft.com.")]
    [InlineData("expired token", "AKV10032: Invalid issuer. ")]
    public async Task Who_has_no_good_token_is_challenged(string kind, string message)
    {
        await using var client = await CloudClient.StartAsync();
        client.Cloud.Vaults["demo"].Tenant = "my-tenant";
        var token = kind switch
        {
            "no token" => null,
            "unknown token" => "canary-token-of-another-principal",
            "another resource" => client.Cloud.Tokens.Issue(CloudClient.Principal, "https://graph.microsoft.com").Text,
            _ => client.Cloud.Tokens.Issue(CloudClient.Principal, CloudClient.Resource, TimeSpan.Zero).Text,
        };

        var response =
            await client.GetAsync(new Uri("https://demo.vault.azure.net/secrets/one?api-version=7.6"), token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(
            "Bearer authorization=\"https://login.microsoftonline.com/my-tenant\", "
                + "resource=\"https://vault.azure.net\"",
            Assert.Single(response.Headers.WwwAuthenticate).ToString());
        Assert.StartsWith(
            message, (string)(await CloudClient.JsonAsync(response))["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secrets/one", 400, "BadParameter")]
    [InlineData("secrets/none?api-version=7.6", 404, "SecretNotFound")]
    [InlineData("keys/none?api-version=7.6", 404, "KeyNotFound")]
    [InlineData("certificates/none?api-version=7.6", 404, "CertificateNotFound")]
    [InlineData("secrets/one/0123456789abcdef0123456789abcdef?api-version=7.6", 404, "SecretNotFound")]
    [InlineData("unknown/one?api-version=7.6", 404, "BadParameter")]
    public async Task An_invalid_call_has_the_services_code(string pathAndQuery, int status, string code)
    {
        await using var client = await CloudClient.StartAsync();
        client.Cloud.Vaults["demo"].SetSecret("one", "1");

        var response = await client.GetAsync(pathAndQuery);

        Assert.Equal((status, code),
            ((int)response.StatusCode, (string?)(await CloudClient.JsonAsync(response))["error"]!["code"]));
    }

    [Theory]
    [InlineData(Refusal.AccessDenied)]
    [InlineData(Refusal.ForbiddenByRbac)]
    [InlineData(Refusal.ForbiddenByFirewall)]
    [InlineData(Refusal.ForbiddenByConnection)]
    public async Task A_refused_principal_meets_the_reason_and_others_do_not(string reason)
    {
        await using var client = await CloudClient.StartAsync();
        var vault = client.Cloud.Vaults["demo"];
        vault.SetSecret("one", "1");
        vault.Refused[CloudClient.Principal] = reason;

        var refused = await client.GetAsync("secrets/one?api-version=7.6");
        var granted = await client.GetAsync(
            "secrets/one?api-version=7.6", client.Cloud.Tokens.Issue("another", CloudClient.Resource).Text);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (refused.StatusCode, granted.StatusCode));
        Assert.Equal(reason, (string?)(await CloudClient.JsonAsync(refused))["error"]!["innererror"]!["code"]);
    }

    [Theory]
    [InlineData(Collections.Secrets, 403)]
    [InlineData(Collections.Keys, 200)]
    public async Task A_disabled_secret_is_refused_and_a_disabled_key_is_read(string collection, int status)
    {
        await using var client = await CloudClient.StartAsync();
        var vault = client.Cloud.Vaults["demo"];
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        vault.Disable(collection, "one",
            collection == Collections.Secrets ? vault.SetSecret("one", "1") : vault.SetKey("one", key));

        var read = await client.GetAsync($"{collection}/one?api-version=7.6");
        var listed = await CloudClient.JsonAsync(await client.GetAsync($"{collection}/one/versions?api-version=7.6"));

        var json = await CloudClient.JsonAsync(read);
        Assert.Equal(status, (int)read.StatusCode);
        Assert.Equal(status == 403 ? "SecretDisabled" : null, (string?)json["error"]?["innererror"]!["code"]);
        Assert.Equal(status == 200 ? false : null, (bool?)json["attributes"]?["enabled"]);
        Assert.False((bool)listed["value"]![0]!["attributes"]!["enabled"]!);
    }

    [Fact]
    public async Task A_certificate_has_a_secret_and_a_key_of_its_version()
    {
        await using var client = await CloudClient.StartAsync();
        using var certificate = SelfSigned();
        var id = client.Cloud.Vaults["demo"].SetCertificate("web", [certificate], SecretContent.Pkcs12);

        var bundle = await CloudClient.JsonAsync(await client.GetAsync($"certificates/web/{id}?api-version=7.6"));
        var secret = await CloudClient.JsonAsync(await client.GetAsync("secrets/web?api-version=7.6"));
        var key = await CloudClient.JsonAsync(await client.GetAsync("keys/web?api-version=7.6"));

        Assert.Equal(certificate.RawData, Convert.FromBase64String((string)bundle["cer"]!));
        Assert.Equal($"https://demo.vault.azure.net/secrets/web/{id}", (string?)bundle["sid"]);
        Assert.Equal($"https://demo.vault.azure.net/keys/web/{id}", (string?)secret["kid"]);
        Assert.True((bool)secret["managed"]!);
        Assert.Equal("application/x-pkcs12", (string?)secret["contentType"]);
        Assert.Equal($"https://demo.vault.azure.net/keys/web/{id}", (string?)key["key"]!["kid"]);
        using var opened = X509CertificateLoader.LoadPkcs12(Convert.FromBase64String((string)secret["value"]!), "");
        Assert.Equal((certificate.Thumbprint, true), (opened.Thumbprint, opened.HasPrivateKey));
    }

    [Fact]
    public async Task Versions_are_made_one_after_the_other_even_within_a_second()
    {
        await using var client = await CloudClient.StartAsync();
        var vault = client.Cloud.Vaults["demo"];
        string[] ids = [.. Enumerable.Range(0, 3).Select(value => vault.SetSecret("one", $"{value}"))];

        var versions = vault.Find(Collections.Secrets, "ONE")!;

        Assert.Equal(ids, versions.Select(version => version.Id));
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
        Assert.Equal(3, versions.Select(version => version.Created.ToUnixTimeSeconds()).Distinct().Count());
        Assert.Equal("2",
            (string?)(await CloudClient.JsonAsync(await client.GetAsync("secrets/one/?api-version=7.6")))["value"]);
    }

    [Fact]
    public async Task Nothing_but_reading_is_offered()
    {
        await using var client = await CloudClient.StartAsync();
        using var request =
            new HttpRequestMessage(HttpMethod.Put, "https://demo.vault.azure.net/secrets/one?api-version=7.6");
        _ = client.Cloud.Vaults["demo"];
        request.Headers.Authorization =
            new("Bearer", client.Cloud.Tokens.Issue(CloudClient.Principal, CloudClient.Resource).Text);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.Http.SendAsync(request, Limit)).StatusCode);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return CertificateFactory.SelfSigned(new("web.example", key), now.AddDays(-1), now.AddDays(1));
    }
}
