using Provider.Model;
using Provider.Mounting;
using Provider.Parameters;

namespace Provider.Tests.Mounting;

/// <summary>How much text mounts hold before they read their vaults.</summary>
public sealed class MountIntakeTests
{
    private const int Mebibyte = 1024 * 1024;

    private static readonly Attributes Nothing = Attributes.Read("{}");
    private static readonly MountInput Input = new("", "", "/target", "420");

    private readonly MountIntake intake = new((_, _) => Plan());

    [Fact]
    public void Text_of_a_namespace_is_bounded_and_another_namespaces_is_taken()
    {
        // Two bytes a character, and half of 16 MiB.
        var admitted = Enumerable.Range(0, 4).Select(_ => intake.Admit("one", Mebibyte)).ToList();

        var refused = Assert.Throws<MountException>(() => intake.Admit("one", Mebibyte));
        Assert.Equal(ErrorCodes.TooManyMounts, refused.Code);
        using var other = intake.Admit("other", Mebibyte);
        admitted[0].Dispose();
        using var next = intake.Admit("one", Mebibyte);
    }

    [Fact]
    public void A_mount_that_is_refused_for_its_text_does_not_wait()
    {
        for (var mount = 0; mount < WaitingMounts.Most; mount++)
        {
            Assert.Throws<MountException>(() => intake.Admit("one", 8 * Mebibyte));
        }

        using var admitted = intake.Admit("one", 1);
    }

    [Fact]
    public async Task Two_hundred_mounts_of_a_mebibyte_wait_with_their_plans_only()
    {
        for (var mount = 0; mount < 200; mount++)
        {
            await intake.PlanAsync(intake.Admit("one", Mebibyte), Nothing, Input, Patience.Limit);
        }

        using var next = intake.Admit("one", 3 * Mebibyte);
    }

    [Fact]
    public async Task A_mount_that_reads_its_vault_does_not_wait_any_more()
    {
        for (var mount = 0; mount < 2 * WaitingMounts.Most; mount++)
        {
            var admitted = intake.Admit("one", 1_000);
            await intake.PlanAsync(admitted, Nothing, Input, Patience.Limit);
            admitted.BeginsToRead();
        }
    }

    [Fact]
    public async Task While_all_plans_that_a_namespace_may_make_are_made_another_namespaces_is_made()
    {
        using var goesOn = new ManualResetEventSlim();
        var begun = 0;
        var slow = new MountIntake((attributes, _) =>
        {
            if (attributes != Nothing)
            {
                Assert.False(Thread.CurrentThread.IsThreadPoolThread);
                Interlocked.Increment(ref begun);
                goesOn.Wait(Patience.Limit);
            }

            return Plan();
        });
        var slowOnes = Enumerable.Range(0, 10).Select(_ => slow.PlanAsync(
            slow.Admit("one", MountIntake.LongText + 1), Attributes.Read("{}"), Input, Patience.Limit)).ToList();

        await slow.PlanAsync(slow.Admit("other", 1), Nothing, Input, Patience.Limit);

        Assert.InRange(Volatile.Read(ref begun), 0, (MountIntake.MostPlans + 1) / 2);
        Assert.DoesNotContain(slowOnes, plan => plan.IsCompleted);
        goesOn.Set();
        await Task.WhenAll(slowOnes);
        Assert.Equal(10, begun);
    }

    [Theory]
    [InlineData(MountIntake.LongText, true)]
    [InlineData(MountIntake.LongText + 1, false)]
    public async Task The_plan_of_a_long_text_takes_no_thread_of_the_pool(int characters, bool isOfPool)
    {
        var wasOfPool = false;
        var watched = new MountIntake((_, _) =>
        {
            wasOfPool = Thread.CurrentThread.IsThreadPoolThread;
            return Plan();
        });

        await Task.Run(() => watched.PlanAsync(watched.Admit("one", characters), Nothing, Input, Patience.Limit));

        Assert.Equal(isOfPool, wasOfPool);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("keyAlias")]
    [InlineData("token")]
    [InlineData("tag")]
    [InlineData("field")]
    public async Task Every_text_of_a_plan_is_charged(string place)
    {
        var texts = new MountIntake((_, _) => WithText(place, new string('x', 900_000)));
        for (var mount = 0; mount < 4; mount++)
        {
            await texts.PlanAsync(texts.Admit("one", Mebibyte), Nothing, Input, Patience.Limit);
        }

        Assert.Throws<MountException>(() => texts.Admit("one", Mebibyte));
    }

    private static MountPlan WithText(string place, string text)
    {
        var entry = KeyVault.VaultMount.Entry();
        if (place == "token")
        {
            return Plan() with
            {
                Access = new AccessMode.WorkloadIdentity(
                    "client", new ServiceAccountToken(new SecretText(text), "audience", null)),
            };
        }

        entry = place switch
        {
            "default" => entry with { Default = text },
            "keyAlias" => entry with { KeyAlias = text },
            "tag" => entry with
            {
                Search = new ObjectSearch(new NamePattern("*", false), [new("a", text)], "{name}", 1),
            },
            _ => entry with
            {
                Fields = new FieldSelection(
                    FieldSyntax.Json, [new FieldFile(new FieldPath(text, []), entry.Path, entry.Permission)]),
            },
        };
        return Plan() with { Entries = [entry] };
    }

    private static MountPlan Plan() => new(
        new PodReference("one", "pod", "uid", "account"), "class", Cloud.Public, "demo", null,
            new AccessMode.PodIdentity(),
        [KeyVault.VaultMount.Entry()]);
}
