using Provider.Sandbox.Load;

namespace Provider.Tests.Sandbox.Load;

public sealed class LatenciesTests
{
    [Fact]
    public void Every_figure_is_one_that_was_measured() =>
        Assert.Equal(new Latencies(50, 95, 99, 100),
            Latencies.Of([.. Enumerable.Range(1, 100).Reverse().Select(number => (double)number)]));

    [Fact]
    public void One_measurement_is_all_of_them() => Assert.Equal(new Latencies(7, 7, 7, 7), Latencies.Of([7]));

    [Fact]
    public void Nothing_measured_is_nothing() => Assert.Equal(new Latencies(0, 0, 0, 0), Latencies.Of([]));
}
