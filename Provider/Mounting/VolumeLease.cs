using Provider.Content;

namespace Provider.Mounting;

/// <summary>
/// A volume in memory, and the turn that it takes up: whoever has passed the volume on gives the turn back.
/// </summary>
internal sealed record VolumeLease(VolumeContent Content, IDisposable Permits);
