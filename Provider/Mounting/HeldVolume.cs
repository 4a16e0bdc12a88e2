using Provider.Content;

namespace Provider.Mounting;

/// <summary>A volume in memory, and the turn that it takes up: whoever has passed the volume on gives the turn back.</summary>
/// <param name="Content">The volume.</param>
/// <param name="Turn">The turn.</param>
internal sealed record HeldVolume(VolumeContent Content, IDisposable Turn);
