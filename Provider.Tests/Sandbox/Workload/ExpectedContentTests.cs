using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Provider.Sandbox.Cloud;
using Provider.Sandbox.Cloud.Vault;
using Provider.Sandbox.Driver;
using Provider.Sandbox.Workload;

namespace Provider.Tests.Sandbox.Workload;

/// <summary>The judge of soak and storm is itself judged: it must not let wrong volumes pass.</summary>
public sealed class ExpectedContentTests
{
    private readonly FakeTimeProvider time = new();
    private readonly StoredVault vault;
    private readonly ExpectedContent truth;

    public ExpectedContentTests()
    {
        vault = new StoredVault("vault", AzureCloud.Public, time);
        truth = new ExpectedContent(vault, time);
        truth.SetSecret("a");
    }

    [Fact]
    public void What_the_vault_holds_is_right() => Assert.Null(Judge(Latest(), time.GetTimestamp()));

    [Fact]
    public void A_changed_byte_is_found()
    {
        var (version, value) = Latest();
        Assert.Contains("other bytes", Judge((version, value + "x"), time.GetTimestamp()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_never_was_is_found() =>
        Assert.Contains(
            "was never in the vault", Judge(("0000", Latest().Value), time.GetTimestamp()), StringComparison.Ordinal);

    [Fact]
    public void A_version_that_was_replaced_before_the_mount_is_too_old()
    {
        var old = Latest();
        var before = time.GetTimestamp();
        truth.SetSecret("a");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(Judge(old, before));
        Assert.Contains("too old", Judge(old, time.GetTimestamp()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_found()
    {
        var none = new MountedVolume(
            ImmutableSortedDictionary<string, MountedFile>.Empty, ImmutableSortedDictionary<string, string>.Empty, 0);
        Assert.NotNull(truth.Fault(none, ["secret/a"], time.GetTimestamp()));
    }

    private (string Version, string Value) Latest() =>
        vault.Find(Collections.Secrets, "a")![^1] is var latest ? (latest.Id, latest.Value!) : default;

    private string? Judge((string Version, string Value) file, long notBefore) => truth.Fault(
        new MountedVolume(
            ImmutableSortedDictionary<string, MountedFile>.Empty.Add(
                "secret/a", new(UnixFileMode.UserRead, Encoding.UTF8.GetBytes(file.Value))),
            ImmutableSortedDictionary<string, string>.Empty.Add("secret/a", file.Version),
            0),
        ["secret/a"],
        notBefore);
}
