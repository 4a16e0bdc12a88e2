using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Content;

/// <summary>The files of vault objects.</summary>
// Notes: remarks for the log about files that were written all the same.
internal sealed record VolumeContent(ImmutableArray<VolumeFile> Files, ImmutableArray<ContentNote> Notes);

/// <summary>A remark about a file that may surprise its user.</summary>
internal sealed record ContentNote(ObjectEntry Entry, string What);
