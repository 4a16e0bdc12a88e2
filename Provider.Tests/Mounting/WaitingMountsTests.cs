using Provider.Model;
using Provider.Mounting;

namespace Provider.Tests.Mounting;

public sealed class WaitingMountsTests
{
    private readonly WaitingMounts waiting = new();

    [Fact]
    public void A_namespace_alone_may_have_two_thousand_waiting()
    {
        Enter("one", WaitingMounts.Most);

        Assert.Equal(ErrorCodes.TooManyMounts, Assert.Throws<MountException>(() => waiting.Enter("one")).Code);
    }

    [Fact]
    public void A_namespace_may_have_two_hundred_while_another_one_waits()
    {
        Enter("one", WaitingMounts.MostBesideOthers - 1);
        using (waiting.Enter("other"))
        {
            using var last = waiting.Enter("one");
            Assert.Throws<MountException>(() => waiting.Enter("one"));
        }

        using var alone = waiting.Enter("one");
        using var more = waiting.Enter("one");
    }

    [Fact]
    public void A_namespace_that_comes_later_is_admitted_beside_one_with_many()
    {
        Enter("one", WaitingMounts.Most);

        using var other = waiting.Enter("other");
        Assert.Throws<MountException>(() => waiting.Enter("one"));
    }

    [Fact]
    public void A_mount_leaves_once_however_often_it_is_disposed_of()
    {
        Enter("one", WaitingMounts.Most - 1);
        var place = waiting.Enter("one");
        place.Dispose();
        place.Dispose();

        using var next = waiting.Enter("one");
        Assert.Throws<MountException>(() => waiting.Enter("one"));
    }

    private void Enter(string podNamespace, int times)
    {
        for (var time = 0; time < times; time++)
        {
            waiting.Enter(podNamespace);
        }
    }
}
