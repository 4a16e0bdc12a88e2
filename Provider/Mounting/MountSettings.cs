namespace Provider.Mounting;

/// <summary>What the operator chose that concerns every mount.</summary>
/// <param name="RuntimeName">The provider's name in the answer to Version.</param>
/// <param name="RuntimeVersion">Its semantic version.</param>
/// <param name="ResponseLimit">The driver's <c>--max-call-recv-msg-size</c>, in bytes.</param>
/// <param name="MountEnded">Called after each mount, however it ended.</param>
/// <param name="DrainBegins">Canceled when the provider begins to stop.</param>
/// <param name="DrainEnds">Canceled when the time to drain is over.</param>
internal sealed record MountSettings(
    string RuntimeName, string RuntimeVersion, int ResponseLimit, Action MountEnded, CancellationToken DrainBegins,
    CancellationToken DrainEnds);
