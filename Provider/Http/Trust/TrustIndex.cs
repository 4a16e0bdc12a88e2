using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Provider.Http.Trust;

/// <summary>Where each trusted certificate is, by its subject; only those that a chain needs are loaded.</summary>
internal sealed class TrustIndex
{
    private readonly Dictionary<UInt128, ImmutableArray<Place>> places = [];
    private readonly HashSet<UInt128> known = [];
    private readonly List<string> faults = [];
    private volatile bool isStale;

    public int Count => known.Count;

    /// <summary>Whether a file was found to be another one than when it was indexed.</summary>
    public bool IsStale => isStale;

    /// <summary>The blocks that cannot be decoded, each with its file.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Whether the folders are in it too.</summary>
    public bool IsWhole { get; private init; }

    /// <summary>Reads the file, and the folders if they are asked for or the file has no certificate.</summary>
    public static TrustIndex Read(TrustLocations locations, bool isWhole)
    {
        var index = new TrustIndex { IsWhole = isWhole };
        var bundle = locations.Files.FirstOrDefault(index.TryAdd);
        if (!isWhole)
        {
            return index.Count > 0 ? index : Read(locations, isWhole: true);
        }

        foreach (var file in locations.Folders.SelectMany(FilesOf).Where(file => file != bundle))
        {
            index.TryAdd(file);
        }

        return index;
    }

    /// <summary>The certificates with a subject, read again from their files.</summary>
    public X509Certificate2Collection Find(ReadOnlySpan<byte> subject)
    {
        var found = new X509Certificate2Collection();
        foreach (var place in places.GetValueOrDefault(CertificateSubject.KeyOf(subject), []))
        {
            if (place.Read() is not { } certificate)
            {
                isStale = true;
            }
            else if (TryLoad(certificate) is { } loaded)
            {
                found.Add(loaded);
            }
        }

        return found;
    }

    // OpenSSL may refuse what has the form of a certificate. Reading the files again would not change that.
    private static X509Certificate2? TryLoad(byte[] certificate)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(certificate);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // A link to a name of the same folder, as c_rehash(1) makes them, leads to a file that is read anyway.
    private static IEnumerable<string> FilesOf(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath())
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && !IsLinkToNeighbour(ref entry),
        };
    }

    private static bool IsLinkToNeighbour(ref FileSystemEntry entry) =>
        (entry.Attributes & FileAttributes.ReparsePoint) != 0
        && new FileInfo(entry.ToFullPath()).LinkTarget is { } target && !target.Contains('/', StringComparison.Ordinal);

    private bool TryAdd(string path)
    {
        using var file = CertificateFile.Read(path);
        if (file is null)
        {
            return false;
        }

        var broken = 0;
        CertificateBlocks.Find(
            file.Bytes,
            (offset, length, certificate) => broken += TryAdd(path, offset, length, certificate) ? 0 : 1);
        if (broken > 0)
        {
            faults.Add($"{path} ({broken})");
        }

        return true;
    }

    private bool TryAdd(string path, int offset, int length, byte[] certificate)
    {
        if (CertificateSubject.KeyOf(certificate) is not { } subject)
        {
            return false;
        }

        var place = new Place(path, offset, length, Place.HashOf(certificate));
        if (known.Add(place.Hash))
        {
            places[subject] = places.GetValueOrDefault(subject, []).Add(place);
        }

        return true;
    }

    private sealed record Place(string Path, int Offset, int Length, UInt128 Hash)
    {
        public static UInt128 HashOf(byte[] certificate) => CertificateSubject.KeyOf(certificate.AsSpan());

        /// <summary>The certificate; null if the file has changed.</summary>
        public byte[]? Read()
        {
            try
            {
                using var file = File.OpenHandle(Path);
                var block = new byte[Length];
                var isWhole = RandomAccess.Read(file, block, Offset) == Length;
                var certificate = isWhole ? CertificateBlocks.Decode(block) : [];
                return HashOf(certificate) == Hash ? certificate : null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
