using Provider.Model;
using Provider.Mounting;

namespace Provider.Tests.Mounting;

public sealed class MountFailuresTests
{
    [Theory]
    [InlineData(nameof(CancellationReason.None), "internal-error")]
    [InlineData(nameof(CancellationReason.DeadlineExceeded), "mount-timeout")]
    [InlineData(nameof(CancellationReason.CallerCanceled), "mount-canceled")]
    [InlineData(nameof(CancellationReason.ShuttingDown), "provider-stopping")]
    public void A_cancellation_is_reported_by_what_caused_it(string end, string code)
    {
        var failure =
            MountFailures.From(new OperationCanceledException(), Enum.Parse<CancellationReason>(end),
                TimeSpan.FromSeconds(110), "id1");

        Assert.Equal(code, failure.Code.Name);
    }

    [Fact]
    public void A_failure_of_ours_stays_what_it_is()
    {
        var ours = new MountException(ErrorCodes.VaultForbidden, "x");

        Assert.Same(ours, MountFailures.From(ours, CancellationReason.None, TimeSpan.Zero, "id1"));
        Assert.Same(ours, MountFailures.From(ours, CancellationReason.DeadlineExceeded, TimeSpan.Zero, "id1"));
    }

    [Fact]
    public void An_unexpected_error_becomes_internal_with_an_id_and_without_its_text()
    {
        var failure = MountFailures.From(
            new InvalidDataException("secret-canary"), CancellationReason.None, TimeSpan.Zero, "id1");

        Assert.Equal(ErrorCodes.InternalError, failure.Code);
        Assert.Contains("id1", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.Message, StringComparison.Ordinal);
    }
}
