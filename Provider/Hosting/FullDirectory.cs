namespace Provider.Hosting;

/// <summary>
/// Why a directory takes no socket: .NET has no socket error for a full one, and drops the system's. A plain file meets
/// the same.
/// </summary>
internal static class FullDirectory
{
    /// <summary>ENOSPC: neither space nor inodes are left.</summary>
    public const int NoSpace = 28;

    /// <summary>The refusal of a plain file, its HResult the error number; none where a file can be made.</summary>
    public static IOException? Refusal(string socketPath)
    {
        var probe = SocketName.Create(socketPath).Hidden;
        try
        {
            using (new FileStream(probe, FileMode.CreateNew))
            {
                File.Delete(probe);
            }

            return null;
        }
        catch (IOException refusal)
        {
            return refusal;
        }
    }
}
