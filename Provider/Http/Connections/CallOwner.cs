namespace Provider.Http.Connections;

/// <summary>The namespace for which calls are made: queues are fair by namespace. It flows with the mount.</summary>
// A shared call belongs to the mount that started it.
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
