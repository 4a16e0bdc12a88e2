using Provider.Content;

namespace Provider.Mounting;

/// <summary>
/// A volume in memory, and the permits that it takes up until its response has been sent.
/// </summary>
internal sealed record VolumeLease(VolumeContent Content, IDisposable Permits);
