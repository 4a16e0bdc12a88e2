using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Content;

/// <summary>The files of vault objects.</summary>
// Notes: for the log; the files are fine without them.
internal sealed record VolumeContent(ImmutableArray<VolumeFile> Files, ImmutableArray<ContentNote> Notes);

/// <summary>Something about a file that its user may not expect.</summary>
internal sealed record ContentNote(ObjectEntry Entry, string What);
