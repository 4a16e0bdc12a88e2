namespace Provider.KeyVault;

/// <summary>The progress of a read, as its requests report it.</summary>
// A read of several requests counts from its first response: the result of a later request is more recent.
internal sealed class ReadProgress(long began, Action accepted)
{
    // The versions of a history are read at once.
    private readonly Lock gate = new();
    private bool isAccepted;

    /// <summary>When the request for the first response was sent, as a timestamp; waits do not count.</summary>
    public long SentAt { get; private set; } = began;

    public void Sending(long now)
    {
        lock (gate)
        {
            SentAt = isAccepted ? SentAt : now;
        }
    }

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
