using System.Collections.Immutable;

namespace Provider.Sandbox.Driver;

/// <summary>A volume as the pod sees it.</summary>
/// <param name="Files">Its files, by path.</param>
/// <param name="Versions">The object versions that the provider told, by id.</param>
/// <param name="ResponseBytes">The size of the response.</param>
internal sealed record MountedVolume(
    ImmutableSortedDictionary<string, MountedFile> Files,
    ImmutableSortedDictionary<string, string> Versions,
    int ResponseBytes)
{
    /// <summary>Whether the mount wrote anything: content that is the same is left alone.</summary>
    public bool IsChanged { get; init; }
}

/// <summary>A file of a volume.</summary>
/// <param name="Mode">Its permission bits.</param>
/// <param name="Contents">Its bytes.</param>
internal sealed record MountedFile(UnixFileMode Mode, ReadOnlyMemory<byte> Contents)
{
    /// <summary>Its bytes as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Contents.Span);
}
