using Provider.Identity;
using Provider.Model;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

/// <summary>Requests that work with the Go provider, and what they mean there.</summary>
public sealed class GoRequestsTests
{
    private const string Id = "11111111-1111-1111-1111-111111111111";
    private const string Principal = """{"clientid":"a","clientsecret":"b"}""";
    private const string Tokens = """{"api://AzureADTokenExchange":{"token":"exchange"}}""";

    [Fact]
    public void Of_a_key_that_is_there_twice_the_last_one_counts()
    {
        var json = new ValidRequest().ToInput().Attributes.Replace(
            "\"keyvaultName\":\"demo\"", "\"keyvaultName\":\"first\",\"keyvaultName\":\"second\"",
            StringComparison.Ordinal);

        var plan = new PlanReader("AzurePublicCloud").Read(new ValidRequest().ToInput() with { Attributes = json })
            .OrThrow();

        Assert.Equal("second", plan.VaultName);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_in_the_attributes_is_refused()
    {
        var json = new ValidRequest().ToInput().Attributes.Replace("demo", "de\\ud800mo", StringComparison.Ordinal);

        var error = Assert.Throws<MountException>(() =>
            new PlanReader("AzurePublicCloud").Read(new ValidRequest().ToInput() with { Attributes = json }));

        Assert.Equal(ErrorCodes.RequestMalformed, error.Code);
    }

    [Fact]
    public void A_pod_without_a_uid_mounts_and_shares_no_token()
    {
        var named = new ValidRequest().Plan();
        var nameless = new ValidRequest().Without("csi.storage.k8s.io/pod.uid").Plan();

        Assert.Equal("", nameless.Pod.Uid);
        Assert.Equal(IdentityProof.Of(named), IdentityProof.Of(named));
        Assert.NotEqual(IdentityProof.Of(nameless), IdentityProof.Of(nameless));
    }

    [Fact]
    public void A_uid_that_is_not_a_Kubernetes_name_is_refused() =>
        Assert.Equal(ErrorCodes.RequestMalformed, new ValidRequest().With("csi.storage.k8s.io/pod.uid", "a\r\nb")
            .Problem().Code);

    [Fact]
    public void A_flag_in_another_spelling_does_not_change_a_mode_that_exact_spellings_give()
    {
        var principal = new ValidRequest().WithoutAccess().With("usepodidentity", "true").WithSecrets(Principal).Plan();
        var workload = new ValidRequest().WithoutAccess().With("USEVMMANAGEDIDENTITY", "true").With("clientID", Id)
            .WithTokens(Tokens).Plan();

        Assert.IsType<AccessMode.ServicePrincipal>(principal.Access);
        Assert.IsType<AccessMode.WorkloadIdentity>(workload.Access);
    }

    [Fact]
    public void Where_exact_spellings_give_no_mode_names_count_in_any_case()
    {
        var pod = new ValidRequest().WithoutAccess().With("usepodidentity", "true").Plan();
        var workload = new ValidRequest().WithoutAccess().With("clientId", Id).WithTokens(Tokens).Plan();

        Assert.IsType<AccessMode.PodIdentity>(pod.Access);
        Assert.IsType<AccessMode.WorkloadIdentity>(workload.Access);
    }

    [Fact]
    public void A_flag_that_is_false_in_its_exact_spelling_stays_false()
    {
        var problem = new ValidRequest().WithoutAccess().With("usePodIdentity", "false").With("usepodidentity", "true")
            .Problem();

        Assert.StartsWith(
            "clientID: is missing, and so is every other access mode. ", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_identity_without_its_flag_is_ignored_with_a_hint()
    {
        var plan = new ValidRequest().With("userAssignedIdentityID", Id).Plan();

        Assert.Equal(
            "userAssignedIdentityID is ignored because useVMManagedIdentity is not true. Remove it, or set "
            + "useVMManagedIdentity to \"true\".",
            Assert.Single(plan.Hints).ToString());
    }

    [Fact]
    public void A_field_in_another_spelling_is_ignored_with_a_hint()
    {
        var plan = new ValidRequest().WithField("objectalias: x").Plan();

        Assert.Equal(("secret1", HintKind.FieldSpelling),
            (Assert.Single(plan.Entries).Path.Text, Assert.Single(plan.Hints).Kind));
        Assert.Equal(
            "objects[0] objectalias is ignored, because fields count in their exact spelling only. Write objectAlias.",
            plan.Hints[0].ToString());
    }

    [Fact]
    public void Hints_of_one_mount_are_at_most_twenty()
    {
        var entries = Enumerable.Range(0, 100).Select(i => $"objectName: a{i}\nobjectType: secret\nobjectalias: x")
            .ToArray();

        Assert.Equal(20, new ValidRequest().WithEntries(entries).Plan().Hints.Length);
    }
}
