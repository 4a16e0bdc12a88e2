using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>
/// What came of reading a request: a plan, or everything that is wrong with it. <c>Plan</c> is null when there is a
/// problem.
/// </summary>
internal sealed record PlanReading(MountPlan? Plan, ImmutableArray<Problem> Problems)
{
    /// <summary>What the user should know, whether or not there is a plan.</summary>
    public ImmutableArray<Hint> Hints { get; init; } = [];

    /// <summary>The plan.</summary>
    /// <exception cref="MountException">There is a problem; the exception holds all of them.</exception>
    public MountPlan OrThrow() => Plan ?? throw MountException.From(Problems);
}
