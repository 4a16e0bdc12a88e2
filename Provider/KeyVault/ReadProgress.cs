namespace Provider.KeyVault;

/// <summary>How far a read of a vault has come, as the requests of the read report it.</summary>
/// <remarks>
/// A read of several requests counts from its first response: what a later request returns was asked for later still.
/// </remarks>
internal sealed class ReadProgress(long began, Action accepted)
{
    // The versions of a history are read at once.
    private readonly Lock gate = new();
    private bool isAccepted;

    /// <summary>
    /// When the request was sent that brought the first response, as a timestamp: neither a wait for the vault nor an
    /// earlier attempt counts.
    /// </summary>
    public long SentAt { get; private set; } = began;

    /// <summary>A request is about to be sent.</summary>
    public void Sending(long now)
    {
        lock (gate)
        {
            SentAt = isAccepted ? SentAt : now;
        }
    }

    /// <summary>The vault has responded with what was asked for.</summary>
    public void Accepted()
    {
        lock (gate)
        {
            if (isAccepted)
            {
                return;
            }

            isAccepted = true;
        }

        accepted();
    }
}
