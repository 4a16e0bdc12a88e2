namespace Provider.Hosting;

/// <summary>Explains why a socket cannot be created in a directory: .NET drops the system's error.</summary>
internal static class FullDirectory
{
    /// <summary>ENOSPC: no space or no inodes are left.</summary>
    public const int NoSpace = 28;

    /// <summary>
    /// The error of creating a plain file, with the error number as HResult; null if a file can be created.
    /// </summary>
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
