using System.CommandLine;
using Provider.Sandbox.Fuzzing;
using Provider.Sandbox.Fuzzing.Targets;

namespace Provider.Tests.Fuzzing;

/// <summary>A short run of each target of the fuzz command; the long one is a command's.</summary>
public sealed class FuzzTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static TheoryData<string> Targets => [.. AllTargets.Names];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_parser_bears_thousands_of_inputs(string name)
    {
        using var watchdog = new Watchdog(TimeProvider.System, _ => { });
        // Tests run beside others, so that a time here says nothing; the command watches it.
        var target = AllTargets.Make().Single(one => one.Name == name) with { Slowest = 5_000 };

        var figures = new FuzzRunner(TimeProvider.System, watchdog).Run(target, 3_000, seed: 1, Limit);

        Assert.True(figures.Failures.IsEmpty, figures.Failures.FirstOrDefault()?.What);
        Assert.True(figures.Inputs > 0);
    }

    [Fact]
    public void A_seed_always_makes_the_same_input()
    {
        var target = AllTargets.Make()[0];
        byte[] Make() => new Mutator(new Random(7), target.Seeds, target.Tokens).Next();

        Assert.Equal(Make(), Make());
    }

    [Fact]
    public void Samples_are_the_same_in_every_run()
    {
        var once = AllTargets.Make().Select(target => target.Seeds.Sum(seed => seed.Length));

        Assert.Equal(once, AllTargets.Make().Select(target => target.Seeds.Sum(seed => seed.Length)));
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("allocates")]
    [InlineData("sleeps")]
    public void An_input_that_is_not_borne_is_reported_with_the_seed_that_makes_it_again(string how)
    {
        using var slow = new ManualResetEventSlim();
        var target = new FuzzTarget(
            "bad", [[1]], [[2]],
            _ =>
            {
                switch (how)
                {
                    case "throws":
                        throw new InvalidOperationException("no");
                    case "allocates":
                        GC.KeepAlive(new byte[2 << 20]);
                        break;
                    default:
                        slow.Wait(20, TestContext.Current.CancellationToken);
                        break;
                }
            },
            _ => false) { Slowest = 10 };
        using var watchdog = new Watchdog(TimeProvider.System, _ => { });

        var figures = new FuzzRunner(TimeProvider.System, watchdog).Run(target, 1, seed: 42, Limit);

        Assert.Equal(42, Assert.Single(figures.Failures).Seed);
    }

    [Fact]
    public async Task The_command_prints_a_line_for_each_target()
    {
        using var output = new StringWriter();

        var status = await FuzzCommand.Build(output).Parse(["--inputs", "200", "--target", "nmi", "value-hex"])
            .InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(0, status);
        Assert.Equal(["target", "nmi", "value-hex", "all"], output.ToString()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }
}
