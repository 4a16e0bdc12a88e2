using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Tool.Checking;

/// <summary>What came of checking one SecretProviderClass. <c>Plan</c> is null when there is an error.</summary>
internal sealed record CheckedClass(
    string Name, TextPosition Position, MountPlan? Plan, ImmutableArray<Finding> Findings);
