using System.Collections.Immutable;

namespace Provider.Sandbox.Driver;

/// <summary>A volume as the pod sees it.</summary>
internal sealed record MountedVolume(
    ImmutableSortedDictionary<string, MountedFile> Files,
    ImmutableSortedDictionary<string, string> Versions,
    int ResponseBytes)
{
    /// <summary>Whether the mount wrote anything: content that is the same is left alone.</summary>
    public bool IsChanged { get; init; }
}

/// <summary>A file of a volume.</summary>
internal sealed record MountedFile(UnixFileMode Mode, ReadOnlyMemory<byte> Contents)
{
    /// <summary>Its bytes as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Contents.Span);
}
