namespace Provider.Http.Connections;

/// <summary>The namespace that calls are made for: queues are fair by namespace. It flows with the mount.</summary>
// A call that mounts share belongs to the mount that began it.
internal static class CallOwner
{
    private static readonly AsyncLocal<string?> Current = new();

    /// <summary>Empty for calls outside of mounts. A setter sets it for the methods it calls.</summary>
    public static string Namespace
    {
        get => Current.Value ?? "";
        set => Current.Value = value;
    }
}
