using System.Security.Cryptography;

namespace Provider.Content.Pfx;

/// <summary>Byte arrays that hold private keys in passing, to be erased together.</summary>
internal sealed class Erasable : IDisposable
{
    private readonly List<byte[]> kept = [];

    /// <summary>Keeps an array until the end.</summary>
    /// <param name="bytes">The array.</param>
    /// <returns>The same.</returns>
    public byte[] Keep(byte[] bytes)
    {
        kept.Add(bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var bytes in kept)
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }
}
