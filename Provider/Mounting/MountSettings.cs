namespace Provider.Mounting;

/// <summary>What every mount of the process shares. <c>MountEnded</c> is called after each one.</summary>
internal sealed record MountSettings(
    string RuntimeName, string RuntimeVersion, Action MountEnded, CancellationToken DrainBegins,
    CancellationToken DrainEnds);
