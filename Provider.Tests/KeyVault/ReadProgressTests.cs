using Provider.KeyVault;

namespace Provider.Tests.KeyVault;

/// <summary>When a read counts as asked for.</summary>
public sealed class ReadProgressTests
{
    private int accepted;

    [Fact]
    public void The_attempt_that_brought_the_response_counts_and_no_earlier_one()
    {
        var progress = Begin();
        progress.Sending(20);
        progress.Sending(30);
        progress.Accepted();

        Assert.Equal((30, 1), (progress.SentAt, accepted));
    }

    [Fact]
    public void The_first_request_of_several_counts()
    {
        var progress = Begin();
        progress.Sending(20);
        progress.Accepted();
        progress.Sending(30);
        progress.Accepted();

        Assert.Equal((20, 1), (progress.SentAt, accepted));
    }

    [Fact]
    public void A_read_that_sent_nothing_counts_from_its_beginning() =>
        Assert.Equal((10, 0), (Begin().SentAt, accepted));

    private ReadProgress Begin() => new(10, () => accepted++);
}
