using Provider.Model;

namespace Provider.Tests.Parameters;

/// <summary>Entries with a vault or an identity of their own.</summary>
public sealed class VaultRulesTests
{
    private const string Own = "33333333-3333-3333-3333-333333333333";
    private const string Tokens = """{"api://AzureADTokenExchange":{"token":"a.b.c"}}""";

    private static ValidRequest Workload => new ValidRequest().WithoutAccess()
        .With("clientID", "11111111-1111-1111-1111-111111111111").WithTokens(Tokens);

    [Fact]
    public void A_class_without_them_is_one_part_itself()
    {
        var plan = new ValidRequest().Plan();

        Assert.Same(plan, Assert.Single(plan.Parts));
    }

    [Fact]
    public void What_the_class_says_too_makes_no_part()
    {
        var plan = Workload.WithField("keyvaultName: DEMO\nclientID: 11111111-1111-1111-1111-111111111111").Plan();

        Assert.Same(plan, Assert.Single(plan.Parts));
        Assert.False(plan.Entries[0].HasOwnIds);
    }

    [Fact]
    public void Entries_are_read_by_vault_and_identity()
    {
        var plan = Workload.WithEntries(
            "objectName: a\nobjectType: secret",
            "objectName: b\nobjectType: secret\nkeyvaultName: other",
            "objectName: c\nobjectType: secret\nclientID: " + Own,
            "objectName: d\nobjectType: secret\nkeyvaultName: Other").Plan();

        Assert.Equal(
            [("demo.vault.azure.net", "a"), ("other.vault.azure.net", "b d"), ("demo.vault.azure.net", "c")],
            plan.Parts.Select(part => (part.Vault.Host, string.Join(' ', part.Entries.Select(entry => entry.Name)))));
        var identities = plan.Parts.Select(part => (AccessMode.WorkloadIdentity)part.Access).ToList();
        Assert.Equal(Own, identities[2].ClientId);
        Assert.All(identities, identity => Assert.Same(identities[0].Token, identity.Token));
        Assert.Equal("secret/b#b", Assert.Single(plan.Entries[1].FileIds));
    }

    [Theory]
    [InlineData("keyvaultName: a.b", "keyvaultName", "\"a.b\" is not a valid vault name")]
    [InlineData("keyvaultName: evil.example/x", "keyvaultName", "\"evil.example/x\" is not a valid vault name")]
    [InlineData("clientID: victim", "clientID", "\"victim\" is not a valid client id")]
    public void A_mistake_is_reported_with_its_field(string line, string field, string what)
    {
        var problem = Workload.WithField(line).Problem();

        Assert.Equal((field, what), (problem.Place.Field, problem.What));
    }

    [Fact]
    public void Another_identity_needs_workload_identity() =>
        Assert.Equal("needs workload identity", new ValidRequest().WithField("clientID: " + Own).Problem().What);

    [Fact]
    public void More_than_sixteen_vaults_are_refused() =>
        Assert.Equal(
            "names 17 vaults and identities, more than 16",
            new ValidRequest().WithEntries([.. Enumerable.Range(0, 17)
                .Select(i => $"objectName: a{i}\nobjectType: secret\nkeyvaultName: vault{i}")]).Problem().What);
}
