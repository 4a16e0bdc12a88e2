using Provider.Model;
using Provider.Parameters;
using Provider.Sharing;

namespace Provider.Mounting;

/// <summary>Step 2, with limits for waiting mounts, their text, and concurrent plans.</summary>
internal sealed class MountIntake(Func<Attributes, MountInput, MountPlan> plan)
{
    /// <summary>Bytes of text, and then of plans, that all mounts hold together.</summary>
    public const long MostText = 16 * 1024 * 1024;

    /// <summary>Characters of a text that costs about 5 ms: a longer one takes no thread of the pool.</summary>
    public const int LongText = 16 * 1024;

    private readonly WaitingMounts waiting = new();
    private readonly SharedBudget texts = new(MostText);

    // Where a limit leaves a twentieth of a processor, the plan of a text of 1 MiB takes 2 s. So a namespace makes one
    // plan at a time for each two processors, and what other mounts have to do goes on between two of them.
    private readonly WeightedSemaphore plans = new(MostPlans);

    /// <summary>Plans that are made at once, half of them for a namespace.</summary>
    public static int MostPlans => Math.Max(2, Environment.ProcessorCount);

    /// <exception cref="MountException">Too many mounts of the namespace wait, or they hold too much text.</exception>
    public AdmittedMount Admit(string podNamespace, long characters)
    {
        var place = waiting.Enter(podNamespace);
        if (texts.TryCharge(podNamespace, characters * sizeof(char)) is { } text)
        {
            return new AdmittedMount(podNamespace, characters, place, text);
        }

        place.Dispose();
        throw new MountException(
            ErrorCodes.TooManyMounts,
            $"the requests of mounts that wait on this node have {texts.Used / 1024} KiB of text, and this one has "
            + $"{characters * sizeof(char) / 1024} KiB more; a namespace may have {texts.Share / 1024} KiB");
    }

    /// <summary>Makes the plan, in turn; from then on the mount holds its plan only.</summary>
    /// <exception cref="MountException">Something in the request must be changed first.</exception>
    public async Task<MountPlan> PlanAsync(
        AdmittedMount mount, Attributes attributes, MountInput input, CancellationToken cancellationToken)
    {
        using var turn = await plans.WaitAsync(mount.PodNamespace, 1, cancellationToken);
        var made = mount.Characters > LongText
            ? await Task.Factory.StartNew(
                () => plan(attributes, input), cancellationToken, TaskCreationOptions.LongRunning,
                TaskScheduler.Default)
            : plan(attributes, input);
        mount.Text.TryChange(Math.Min(PlanSize.Of(made), mount.Characters * sizeof(char)));
        return made;
    }
}

/// <summary>An admitted mount, with its place among the waiting ones and its text.</summary>
internal sealed record AdmittedMount(string PodNamespace, long Characters, IDisposable Place,
    SharedBudget.Charge Text) : IDisposable
{
    /// <summary>The mount begins to read its vault, and is no longer a waiting one.</summary>
    public void BeginsToRead() => Place.Dispose();

    public void Dispose()
    {
        Place.Dispose();
        Text.Dispose();
    }
}
