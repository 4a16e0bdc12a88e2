using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>What came of checking one SecretProviderClass.</summary>
/// <param name="Name"><c>namespace/name</c>, or the name alone.</param>
/// <param name="Position">Where it begins in the file.</param>
/// <param name="Plan">What would be mounted; none when there is an error.</param>
/// <param name="Findings">What should be changed, in the order of the file.</param>
internal sealed record CheckedClass(string Name, TextPosition Position, MountPlan? Plan, ImmutableArray<Finding> Findings);
