namespace Provider.Hosting;

/// <summary>Explains why a socket cannot be created in a directory: .NET drops the system's error.</summary>
internal static class FullDirectory
{
    /// <summary>ENOSPC: neither space nor inodes are left.</summary>
    public const int NoSpace = 28;

    /// <summary>The refusal of a plain file, its HResult the error number; null where a file can be made.</summary>
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
