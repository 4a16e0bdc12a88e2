namespace Provider.Mounting;

/// <summary>
/// What the operator chose that concerns every mount. <c>ResponseLimit</c>: the driver's
/// <c>--max-call-recv-msg-size</c>, in bytes.
/// </summary>
internal sealed record MountSettings(
    string RuntimeName, string RuntimeVersion, int ResponseLimit, Action MountEnded, CancellationToken DrainBegins,
    CancellationToken DrainEnds);
