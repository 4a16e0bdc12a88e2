using System.Collections.Immutable;
using Provider.Model;

namespace Provider.Content;

/// <summary>What became of an entry's vault objects.</summary>
/// <param name="Files">Its files, in the order the driver is to see them.</param>
/// <param name="Notes">What somebody should know who looks into the log; the files are fine without it.</param>
internal sealed record VolumeContent(ImmutableArray<VolumeFile> Files, ImmutableArray<ContentNote> Notes);

/// <summary>Something about a file that its user may not expect.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="What">What it is, as a sentence without its full stop. Never holds a value.</param>
internal sealed record ContentNote(ObjectEntry Entry, string What);
