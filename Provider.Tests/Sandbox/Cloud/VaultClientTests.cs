using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Certificates;
using Azure.Security.KeyVault.Secrets;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;

namespace Provider.Tests.Sandbox.Cloud;

/// <summary>
/// Azure's own client libraries against the stand-in vault: what they understand is what the service says.
/// </summary>
public sealed class VaultClientTests
{
    private static CancellationToken Limit => Patience.Limit;

    [Fact]
    public async Task The_challenge_leads_the_client_to_a_token_and_a_secret()
    {
        await using var client = await CloudClient.StartAsync();
        var id = client.Cloud.Vaults["first"].SetSecret("one", "p<a>s\u00e9", "text/plain");
        var credential = new StubCredential(client.Cloud.Tokens);

        var secret = (await Secrets(client, credential, "first").GetSecretAsync("one", cancellationToken: Limit)).Value;

        Assert.Equal(("p<a>s\u00e9", "text/plain", id),
            (secret.Value, secret.Properties.ContentType, secret.Properties.Version));
        Assert.True(secret.Properties.Enabled);
        Assert.Null(secret.Properties.KeyId);
        Assert.Equal([401, 200], client.Cloud.Calls.All.Select(call => call.Status));
        Assert.Equal("https://vault.azure.net/.default", Assert.Single(credential.Asked));
    }

    [Fact]
    public async Task All_pages_of_a_listing_are_followed()
    {
        await using var client = await CloudClient.StartAsync();
        string[] ids = [.. Enumerable.Range(0, 7)
            .Select(value => client.Cloud.Vaults["second"].SetSecret("one", $"{value}"))];
        client.Cloud.Vaults.PageSize = 3;

        var listed = new List<string>();
        await foreach (var version in Secrets(client, new StubCredential(client.Cloud.Tokens), "second")
            .GetPropertiesOfSecretVersionsAsync("one", Limit))
        {
            listed.Add(version.Version);
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), listed);
        Assert.Equal(3, client.Cloud.Calls.Count(call => call.Status == 200));
    }

    [Fact]
    public async Task Errors_come_with_their_codes()
    {
        await using var client = await CloudClient.StartAsync();
        var vault = client.Cloud.Vaults["third"];
        vault.Disable(Collections.Secrets, "off", vault.SetSecret("off", "1"));
        var secrets = Secrets(client, new StubCredential(client.Cloud.Tokens), "third");

        var notFound = await Assert.ThrowsAsync<RequestFailedException>(
            () => secrets.GetSecretAsync("none", cancellationToken: Limit));
        var disabled = await Assert.ThrowsAsync<RequestFailedException>(
            () => secrets.GetSecretAsync("off", cancellationToken: Limit));

        Assert.Equal((404, "SecretNotFound"), (notFound.Status, notFound.ErrorCode));
        Assert.Equal((403, "Forbidden"), (disabled.Status, disabled.ErrorCode));
        Assert.Contains("SecretDisabled", disabled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_is_read_with_its_policy()
    {
        await using var client = await CloudClient.StartAsync();
        using var root = client.Cloud.Root;
        var id = client.Cloud.Vaults["fourth"].SetCertificate("web", root);
        var certificates = new CertificateClient(
            new Uri("https://fourth.vault.azure.net"), new StubCredential(client.Cloud.Tokens),
            new CertificateClientOptions { Transport = new HttpClientTransport(client.Http) });

        var certificate = (await certificates.GetCertificateAsync("web", Limit)).Value;

        Assert.Equal(root.RawData, certificate.Cer);
        Assert.Equal(id, certificate.Properties.Version);
        Assert.Equal(root.GetCertHash(), certificate.Properties.X509Thumbprint);
        Assert.Equal(CertificateContentType.Pkcs12, certificate.Policy.ContentType);
    }

    private static SecretClient Secrets(CloudClient client, TokenCredential credential, string vault) => new(
        new Uri($"https://{vault}.vault.azure.net"), credential,
        new SecretClientOptions { Transport = new HttpClientTransport(client.Http) });

    private sealed class StubCredential(Tokens tokens) : TokenCredential
    {
        public List<string> Asked { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Asked.AddRange(requestContext.Scopes);
            var token = tokens.Issue(
                CloudClient.Principal, requestContext.Scopes[0].Replace("/.default", "", StringComparison.Ordinal));
            return new AccessToken(token.Text, token.ExpiresOn);
        }

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
