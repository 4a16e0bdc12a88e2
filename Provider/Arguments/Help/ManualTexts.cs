using System.Collections.Immutable;

namespace Provider.Arguments.Help;

/// <summary>What a command line itself does not show: the exit statuses, and examples.</summary>
/// <param name="Statuses">The exit statuses, each with its meaning.</param>
/// <param name="Examples">Commands, each with what it is for.</param>
internal sealed record ManualTexts(ImmutableArray<(int Status, string Meaning)> Statuses, ImmutableArray<(string Purpose, string Line)> Examples);
