using Provider.Model;
using Provider.Parameters;
using Provider.Sharing;

namespace Provider.Mounting;

/// <summary>Step 2 within limits: mounts that wait, their text, plans that are made at once.</summary>
internal sealed class MountIntake(Func<Attributes, MountInput, MountPlan> plan)
{
    /// <summary>Bytes of text, and then of plans, that all mounts hold together.</summary>
    public const long MostText = 16 * 1024 * 1024;

    /// <summary>KiB of text that become plans at once, about 700 usual mounts.</summary>
    private const int MostAtOnce = 2048;

    private readonly WaitingMounts waiting = new();
    private readonly SharedBudget texts = new(MostText);
    private readonly WeightedSemaphore plans = new(MostAtOnce);

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
        using var turn = await plans.WaitAsync(mount.PodNamespace, (int)(1 + (mount.Characters / 1024)),
            cancellationToken);
        var made = plan(attributes, input);
        mount.Text.TryChange(Math.Min(PlanSize.Of(made), mount.Characters * sizeof(char)));
        return made;
    }
}

/// <summary>A mount that has come, with the place and the text that it takes up.</summary>
internal sealed record AdmittedMount(string PodNamespace, long Characters, IDisposable Place,
    SharedBudget.Charge Text) : IDisposable
{
    /// <summary>The mount begins to read its vault: it does not wait any more.</summary>
    public void BeginsToRead() => Place.Dispose();

    public void Dispose()
    {
        Place.Dispose();
        Text.Dispose();
    }
}
