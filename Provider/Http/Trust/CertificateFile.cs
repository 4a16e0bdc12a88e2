using System.Runtime.InteropServices;

namespace Provider.Http.Trust;

/// <summary>
/// A file's bytes in unmanaged memory, freed at once: the garbage collector would hold a bundle for a long time.
/// </summary>
internal sealed unsafe class CertificateFile : IDisposable
{
    /// <summary>Bytes. A bundle of all public authorities has a quarter of a megabyte.</summary>
    public const int Longest = 16 * 1024 * 1024;

    private readonly byte* memory;
    private readonly int length;

    private CertificateFile(byte* memory, int length)
    {
        this.memory = memory;
        this.length = length;
    }

    public ReadOnlySpan<byte> Bytes => new(memory, length);

    /// <summary>Reads a file; null if it is not a regular one, cannot be read, or is too long.</summary>
    public static CertificateFile? Read(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return RandomAccess.GetLength(file) is > 0 and <= Longest and var size ? Read(file, (int)size) : null;
        }
        catch (Exception error) when (
            error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    public void Dispose() => NativeMemory.Free(memory);

    private static CertificateFile Read(Microsoft.Win32.SafeHandles.SafeFileHandle file, int size)
    {
        var memory = (byte*)NativeMemory.Alloc((nuint)size);
        var read = 0;
        try
        {
            int last;
            do
            {
                last = RandomAccess.Read(file, new Span<byte>(memory + read, size - read), read);
                read += last;
            }
            while (last > 0 && read < size);

            return new CertificateFile(memory, read);
        }
        catch
        {
            NativeMemory.Free(memory);
            throw;
        }
    }
}
