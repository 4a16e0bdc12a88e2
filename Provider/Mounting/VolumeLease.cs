using System.Collections.Immutable;
using Provider.Content;
using Provider.Model;

namespace Provider.Mounting;

/// <summary>A volume in memory, and the permits that it holds until its response has been sent.</summary>
internal sealed record VolumeLease(VolumeContent Content, ImmutableArray<ObjectDates> Dates, IDisposable Permits);
