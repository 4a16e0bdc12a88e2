using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Parameters;

/// <summary>A plan, or everything that is wrong with the request; then <c>Plan</c> is null.</summary>
internal sealed record PlanReading(MountPlan? Plan, ImmutableArray<Problem> Problems)
{
    public ImmutableArray<Hint> Hints { get; init; } = [];

    /// <exception cref="MountException">There is a problem; the exception holds all of them.</exception>
    public MountPlan OrThrow() => Plan ?? throw MountException.From(Problems);
}
