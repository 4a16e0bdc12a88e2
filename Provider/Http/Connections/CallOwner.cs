namespace Provider.Http.Connections;

/// <summary>
/// The namespace that calls are made for. It flows with the mount, so that queues below it are fair by namespace.
/// </summary>
/// <remarks>A call that mounts share belongs to the mount that began it.</remarks>
internal static class CallOwner
{
    private static readonly AsyncLocal<string?> Current = new();

    /// <summary>
    /// The namespace; empty for calls outside of mounts. A method that sets it sets it for what it calls.
    /// </summary>
    public static string Namespace
    {
        get => Current.Value ?? "";
        set => Current.Value = value;
    }
}
