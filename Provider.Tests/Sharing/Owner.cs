using System.Runtime.CompilerServices;

namespace Provider.Tests.Sharing;

/// <summary>The name of an owner that is used once: nothing of it may stay in memory.</summary>
internal static class Owner
{
    // Not inlined, so that no local of the test refers to the name.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static WeakReference Use(Action<string> use)
    {
        var name = new string('x', 20);
        use(name);
        return new WeakReference(name);
    }

    public static bool IsCollected(this WeakReference owner)
    {
        GC.Collect();
        return !owner.IsAlive;
    }
}
