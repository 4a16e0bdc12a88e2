using System.Collections.Immutable;

namespace Provider.Content;

/// <summary>The bytes of one vault object's files. Mounts share them, so they are never written to.</summary>
internal sealed record ObjectContent(byte[] Whole)
{
    /// <summary>The file <c>path.crt</c>; null without one.</summary>
    public byte[]? Certificate { get; init; }

    /// <summary>The file <c>path.key</c>; null without one.</summary>
    public byte[]? PrivateKey { get; init; }

    public ImmutableArray<string> Notes { get; init; } = [];
}
