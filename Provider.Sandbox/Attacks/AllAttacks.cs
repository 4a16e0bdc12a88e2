using System.Collections.Immutable;

namespace Provider.Sandbox.Attacks;

/// <summary>The attacks in the order of the command's table.</summary>
internal static class AllAttacks
{
    public static ImmutableArray<Attack> All { get; } = [.. NodeAttacks.All, .. MountAttacks.All];
}
