using Microsoft.Extensions.Time.Testing;
using Provider.KeyVault;
using Provider.Model;

namespace Provider.Tests.KeyVault;

/// <summary>How long the claims of a token count, and for which vault.</summary>
public sealed class ProvenTokensTests
{
    private const int Capacity = 2_000;
    private static readonly VaultHost Demo = new("demo.vault.azure.net", 443);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ProvenTokens proven;

    public ProvenTokensTests() => proven = new ProvenTokens(time);

    [Fact]
    public void A_proof_is_for_a_token_and_a_vault()
    {
        proven.Add(Demo, Token("a"), "shop");

        Assert.True(proven.Contains(Demo, Token("a")));
        Assert.False(proven.Contains(Demo, Token("a", "another-signature")));
        Assert.False(proven.Contains(Demo with { Port = 8443 }, Token("a")));
        Assert.False(proven.Contains(Demo with { Name = "other.vault.azure.net" }, Token("a")));
    }

    [Fact]
    public void A_proof_ends_with_the_token()
    {
        var token = Token("a", expiry: time.GetUtcNow().ToUnixTimeSeconds() + 60);
        proven.Add(Demo, token, "shop");
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(proven.Contains(Demo, token));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(proven.Contains(Demo, token));
    }

    [Fact]
    public void A_refusal_ends_the_proof_for_its_vault_alone()
    {
        var other = Demo with { Name = "other.vault.azure.net" };
        proven.Add(Demo, Token("a"), "shop");
        proven.Add(other, Token("a"), "shop");

        proven.Remove(Demo, Token("a"));

        Assert.False(proven.Contains(Demo, Token("a")));
        Assert.True(proven.Contains(other, Token("a")));
    }

    [Theory]
    [InlineData("""{"iss":"i","tid":"t","oid":"o","appid":5,"exp":4102444800}""")]
    [InlineData("""{"iss":"i","tid":"t","oid":"o"}""")]
    public void A_token_without_claims_or_expiry_is_never_proven(string payload)
    {
        var token = Credential(TestToken.WithPayload(payload));

        proven.Add(Demo, token, "shop");

        Assert.False(proven.Contains(Demo, token));
    }

    [Fact]
    public void A_proof_that_was_not_used_for_half_an_hour_is_dropped()
    {
        proven.Add(Demo, Token("a"), "shop");
        time.Advance(TimeSpan.FromMinutes(30));
        Assert.True(proven.Contains(Demo, Token("a")));
        time.Advance(TimeSpan.FromMinutes(30) + TimeSpan.FromTicks(1));

        Assert.False(proven.Contains(Demo, Token("a")));
    }

    [Fact]
    public void A_namespace_with_more_tokens_than_fit_pushes_out_its_own_proofs()
    {
        proven.Add(Demo, Token("victim"), "victim");
        for (var number = 0; number <= Capacity; number++)
        {
            proven.Add(Demo, Token("attacker", $"{number}"), "attacker");
        }

        Assert.True(proven.Contains(Demo, Token("victim")));
        Assert.False(proven.Contains(Demo, Token("attacker", "0")));
        Assert.True(proven.Contains(Demo, Token("attacker", $"{Capacity}")));
    }

    private static VaultCredential Token(string principal, string signature = "signature", long? expiry = null) =>
        Credential(TestToken.Of(principal, signature, expiry));

    private static VaultCredential Credential(string text) => VaultCredential.Of(new SecretText(text), new byte[32]);
}
