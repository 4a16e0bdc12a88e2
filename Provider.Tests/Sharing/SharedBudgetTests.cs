using CsCheck;
using Provider.Sharing;

namespace Provider.Tests.Sharing;

public sealed class SharedBudgetTests
{
    private readonly SharedBudget budget = new(100);

    [Fact]
    public void An_owner_has_half_at_most_although_the_rest_is_free()
    {
        using var half = budget.TryCharge("one", 50);

        Assert.NotNull(half);
        Assert.Null(budget.TryCharge("one", 1));
        Assert.Equal(50, budget.Used);
    }

    [Fact]
    public void What_exceeds_the_whole_is_refused_whoever_asks()
    {
        using var one = budget.TryCharge("one", 50);
        using var two = budget.TryCharge("two", 50);

        Assert.Null(budget.TryCharge("three", 1));
        one!.Dispose();
        using var three = budget.TryCharge("three", 50);
        Assert.NotNull(three);
    }

    [Fact]
    public void A_charge_that_cannot_grow_stays_as_it_was()
    {
        using var charge = budget.TryCharge("one", 40)!;

        Assert.True(charge.TryChange(50));
        Assert.False(charge.TryChange(51));
        Assert.Equal(50, budget.Used);
        Assert.True(charge.TryChange(10));
        Assert.Equal(10, budget.Used);
    }

    [Fact]
    public void Of_charges_that_grow_at_once_no_more_end_than_must()
    {
        for (var round = 0; round < 2_000; round++)
        {
            var budget = new SharedBudget(24);
            var charges = Enumerable.Range(0, 4).Select(_ => budget.TryCharge("one", 3)!).ToList();
            using var together = new Barrier(charges.Count);
            var grown = 0;

            var threads = charges.Select(charge => new Thread(() =>
            {
                together.SignalAndWait();
                if (charge.ChangeOrEnd(4))
                {
                    Interlocked.Increment(ref grown);
                }
            })).ToList();
            threads.ForEach(thread => thread.Start());
            threads.ForEach(thread => thread.Join());

            Assert.Equal(3, grown);
            Assert.Equal(12, budget.Used);
        }
    }

    [Fact]
    public void A_charge_is_given_back_once_however_often_it_is_disposed_of()
    {
        using var other = budget.TryCharge("one", 10);
        var charge = budget.TryCharge("one", 40)!;
        charge.Dispose();
        charge.Dispose();

        Assert.Equal(10, budget.Used);
    }

    [Fact]
    public void An_owner_without_a_charge_is_not_kept_in_memory()
    {
        var owner = Owner.Use(name => budget.TryCharge(name, 10)!.Dispose());

        Assert.True(owner.IsCollected());
        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void It_does_what_sums_do_whatever_the_order() =>
        Gen.Select(Gen.Char["ab"].Select(letter => $"{letter}"), Gen.Long[0, 60], Gen.Bool).Array[1, 40].Sample(steps =>
        {
            var sampled = new SharedBudget(100);
            var held = new List<(string Owner, long Amount, SharedBudget.Charge Charge)>();
            foreach (var (owner, amount, gives) in steps)
            {
                if (gives && held.Count > 0)
                {
                    held[0].Charge.Dispose();
                    held.RemoveAt(0);
                }

                var fits = held.Sum(one => one.Amount) + amount <= 100
                    && held.Where(one => one.Owner == owner).Sum(one => one.Amount) + amount <= 50;
                var charge = sampled.TryCharge(owner, amount);
                // Nothing is always free.
                if ((charge is not null) != (fits || amount == 0))
                {
                    return false;
                }

                if (charge is not null)
                {
                    held.Add((owner, amount, charge));
                }
            }

            return sampled.Used == held.Sum(one => one.Amount);
        });
}
